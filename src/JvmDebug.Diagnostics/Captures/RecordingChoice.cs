namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// Which recordings of a JVM are meant. Without a name only those that were started to be fetched later: never somebody
/// else's, and never that of a <c>jfr capture</c> which is waiting for it.
/// </summary>
internal sealed class RecordingChoice(RecordingListing listing, string? name)
{
    private IEnumerable<ListedRecording> Named => listing.Recordings.Where(recording => name is null ? recording.IsDetached : recording.IsCalled(name));

    /// <exception cref="JvmException">NoRecording, SeveralRecordings.</exception>
    public IReadOnlyList<ListedRecording> For(BringWay way)
    {
        var meant = Named.Where(recording => Suits(recording.State, way)).ToList();
        if (meant.Count == 0)
        {
            throw new JvmException(JvmFailure.NoRecording, $"{Missing(way)} {There()}");
        }

        // Of those that still record one is meant; all that have ended are brought.
        var live = meant.Where(recording => recording.Id is not null).ToList();
        return live.Count switch
        {
            0 => meant,
            1 => live,
            _ => throw new JvmException(JvmFailure.SeveralRecordings, $"Several recordings are meant in the JVM of {listing.Container}: name one with --name. {There()}"),
        };
    }

    private static bool Suits(RecordingState state, BringWay way) => way switch
    {
        BringWay.Dump => state is RecordingState.Running or RecordingState.Stopped,
        BringWay.Stop => state is not RecordingState.Lost,
        BringWay.Fetch => state is RecordingState.Ended,
        _ => true,
    };

    private string Missing(BringWay way)
    {
        var named = Named.ToList();
        var which = name is null ? "No recording that was left to itself (jfr start, jfr capture --detach)" : $"No recording '{name}'";
        return way switch
        {
            _ when named.Exists(recording => recording.State == RecordingState.Lost) =>
                $"The recording '{named.First(recording => recording.State == RecordingState.Lost).Name}' is lost: its JVM in {listing.Container} ended before it could write it. 'jfr stop --discard' removes what it left.",
            BringWay.Fetch when named.Count > 0 => $"The recording '{named[0].Name}' in the JVM of {listing.Container} still runs: 'jfr stop' ends and brings it, 'jfr dump' brings what it has so far.",
            BringWay.Dump when named.Count > 0 => $"The recording '{named[0].Name}' in the JVM of {listing.Container} has ended: 'jfr fetch' brings it.",
            _ => $"{which} is there in the JVM of {listing.Container}.",
        };
    }

    private string There() => listing.Recordings.Count == 0
        ? "It has no recordings."
        : "It has: " + string.Join(", ", listing.Recordings.Select(recording => $"{recording.Name} ({recording.State.ToString().ToLowerInvariant()})")) + ".";
}
