using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

public sealed partial class FlightRecorderControl
{
    /// <summary>For a dry run: what follows, in words, once the recordings are listed.</summary>
    public static IReadOnlyList<string> StepsOf(JfrBringRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ScriptSteps.OfBringing(request);
    }

    /// <summary>Brings what was recorded, proven whole, or throws it away.</summary>
    /// <exception cref="JvmException">There is no such recording, or several; the JVM refused; this side cannot take the file.</exception>
    /// <exception cref="ClusterException">The pod could not be entered, or the file did not arrive.</exception>
    public async Task<BroughtRecordings> BringAsync(JfrBringRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Way != BringWay.Discard)
        {
            CaptureFile.CheckRoom(request.Output);
        }

        var session = await sessions.OpenAsync(request.Target, cancellationToken);
        var listing = await ListAsync(session, cancellationToken);
        var chosen = new RecordingChoice(listing, request.Name).For(request.Way);
        CaptureFile.CheckTakes(request.Output, chosen.Count);
        var captures = new List<JfrCaptureResult>();
        var discarded = new List<string>();
        foreach (var recording in chosen)
        {
            if (request.Way == BringWay.Discard)
            {
                await ThrowAwayAsync(session, listing.Jvm, recording, cancellationToken);
                discarded.Add(recording.Name);
            }
            else
            {
                captures.Add(await BringAsync(session, listing.Jvm, recording, request, cancellationToken));
            }
        }

        return new BroughtRecordings(session.Target, listing.Jvm, captures, discarded);
    }

    internal async Task<JfrCaptureResult> BringAsync(DebugSession session, JvmProcess jvm, ListedRecording recording, JfrBringRequest request, CancellationToken cancellationToken)
    {
        var way = recording.State == RecordingState.Ended ? BringWay.Fetch : request.Way;
        // Somebody else's recording keeps its own destination: what we bring of it is a copy, made before it is ended.
        var copies = way == BringWay.Dump || way == BringWay.Stop && !recording.IsOurs;
        var remote = new RecordingInJvm(recording.Name, copies || recording.File is null ? RecordingFileName.OfCapture("dump") : recording.File.Value.FileName)
        {
            Pid = jvm.Pid,
            Place = recording.File is { } there && !copies ? there.Value[..there.Value.LastIndexOf('/')] : "/tmp",
            Bring = copies ? "dump" : way == BringWay.Fetch ? "fetch" : "stop",
            Id = recording.IsOurs ? null : recording.Id,
        };
        var destination = CaptureFile.Destination(request.Output, session.Target, DateTimeOffset.UtcNow);
        var (file, summary) = await FetchAsync(session, remote, destination, cancellationToken);
        if (way == BringWay.Stop && copies)
        {
            await StopAsync(session, jvm, recording, remote.FileName, file.Path, cancellationToken);
        }

        return new JfrCaptureResult(file.Path, file.Size, file.Sha256, session.Target, jvm, recording.Name, summary)
        {
            Origin = ArtifactOrigin.Of(session, jvm, "jfr " + request.Way.ToString().ToLowerInvariant()),
        };
    }

    // Its copy is here and proven: whoever hears that it could not be stopped is told that too.
    private async Task StopAsync(DebugSession session, JvmProcess jvm, ListedRecording recording, string fileName, string destination, CancellationToken cancellationToken)
    {
        progress.Stage("Stopping the recording");
        try
        {
            await DiscardAsync(session, jvm, Text(recording.Id!.Value), fileName, cancellationToken);
        }
        catch (ClusterException e)
        {
            throw new ClusterException(e.Reason, NotStopped(recording, e, destination), e);
        }
        catch (JvmException e)
        {
            throw new JvmException(e.Reason, NotStopped(recording, e, destination), e);
        }
    }

    private static string NotStopped(ListedRecording recording, Exception e, string destination) =>
        $"The recording '{recording.Name}' could not be stopped and may run on: {e.Message} What it had recorded is in {destination}.";

    private async Task<(CollectedFile File, RecordingSummary Summary)> FetchAsync(DebugSession session, RecordingInJvm remote, CaptureDestination destination, CancellationToken cancellationToken)
    {
        try
        {
            return await new JfrCapture(sessions, progress).FetchAsync(session, remote, ahead: null, destination, cancellationToken);
        }
        catch when (remote.Bring == "dump")
        {
            await RemoveCopyAsync(session, remote);
            throw;
        }
    }

    // Of a recording that goes on nothing is lost with it.
    private async Task RemoveCopyAsync(DebugSession session, RecordingInJvm remote)
    {
        using var budget = new CancellationTokenSource(UndoBudget);
        try
        {
            await session.RunAsync("delete_file", [Text(remote.Pid!.Value), remote.FileName], default, budget.Token);
        }
        catch (Exception e) when (e is ClusterException or JvmException or OperationCanceledException)
        {
            progress.Warning($"The copy of the recording at {remote.Path} could not be removed ({e.Message}); {Leftover.Fate(session, remote.Path.ToString(), "within an hour")}.");
        }
    }

    private async Task ThrowAwayAsync(DebugSession session, JvmProcess jvm, ListedRecording recording, CancellationToken cancellationToken)
    {
        progress.Stage("Throwing the recording away");
        if (recording.Id is not { } id)
        {
            await session.RunAsync("delete_file", [Text(jvm.Pid), recording.File!.Value.FileName], default, cancellationToken);
            return;
        }

        var said = await DiscardAsync(session, jvm, recording.IsOurs ? recording.Name : Text(id), recording.File?.FileName ?? RecordingFileName.OfCapture("none"), cancellationToken);
        if (!Jcmd.JcmdOutput.StoppedRecording(said))
        {
            throw new JvmException(JvmFailure.FlightRecorderFailed, $"The JVM in {session.Target} did not stop the recording '{recording.Name}': {Jcmd.JcmdOutput.Complaint(said)}");
        }
    }
}
