using Xunit;

namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>
/// Every event of the stored recordings has the values that the JDK's own tool prints: by the stored hashes, and where a JDK is
/// installed by its <c>jfr print --json</c>, event by event.
/// </summary>
public class AgreementTests
{
    public static TheoryData<string> Recordings => ["jdk11-parallel", "jdk17-g1", "jdk21-zgc", "jdk25-g1", "jdk25-rare"];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Every_value_of_every_event_is_what_the_JDK_prints(string name)
    {
        using var recording = TestRecording.Of(name);

        Assert.Equal(TestRecording.Digest(name), Canonical.Digest(Ours(recording.Path)));
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Recordings))]
    public async Task Every_event_is_printed_alike_by_the_JDK_installed_here(string name)
    {
        using var recording = TestRecording.Of(name);
        var tool = JdkTool.Installed.LastOrDefault(tool => tool.Version >= 25);
        Assert.SkipWhen(tool is null, "A JDK before 25 does not know the newer content types, and prints their numbers bare.");

        var theirs = await tool!.EventsAsync(recording.Path, TestContext.Current.CancellationToken);

        var ours = Ours(recording.Path);
        for (var i = 0; i < Math.Min(ours.Count, theirs.Count); i++)
        {
            Assert.Equal(theirs[i], ours[i]);
        }

        Assert.Equal(theirs.Count, ours.Count);
        TestRecording.UpdateDigest(name, Canonical.Digest(theirs));
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Every_event_is_read_to_its_last_byte(string name)
    {
        using var recording = TestRecording.Of(name);
        using var file = RecordingFile.Open(recording.Path, new RecordingOptions { Strict = true });

        Assert.All(file.ReadEvents(), e => Assert.Equal(0, e.Unread));
        Assert.Empty(file.Losses);
    }

    /// <summary>In the JDK's order: by the tick of their end, chunk by chunk.</summary>
    internal static IEnumerable<RecordedEvent> InOrder(RecordingFile file) => file.ReadEvents()
        .GroupBy(e => file.Chunks.Last(chunk => chunk.Offset <= e.Offset).Offset)
        .SelectMany(chunk => chunk.OrderBy(e => e.GetLong("startTime") + e.GetLong("duration")));

    private static List<string> Ours(string path)
    {
        using var file = RecordingFile.Open(path);
        return [.. InOrder(file).Select(Canonical.Of)];
    }
}
