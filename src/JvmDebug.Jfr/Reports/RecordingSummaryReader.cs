using JvmDebug.Jfr.Findings;

namespace JvmDebug.Jfr;

/// <summary>Counts events by stepping over them by size; only what the hot methods and the rules need is decoded.</summary>
public static class RecordingSummaryReader
{
    private const int HotMethodsKept = 10;

    // A capture ends with it, in a client that must stay small: two chunks at once are twice the memory.
    private static readonly RecordingOptions OneAtATime = new() { Parallelism = 1 };

    /// <exception cref="JfrFormatException">Not a recording, or nothing of it can be read; the message says where it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingSummary Read(string path, CancellationToken cancellationToken)
    {
        var topFrames = new TopFrames("jdk.ExecutionSample");
        var findings = new FindingsReader();
        var seen = EventReader.Read(path, [topFrames, .. findings.Facts.Consumers], OneAtATime, cancellationToken: cancellationToken);
        return new RecordingSummary(
            seen.Size,
            seen.Chunks.Count,
            seen.Start,
            seen.End,
            [.. seen.EventTypes.Select(type => new EventCount(type.EventType, type.Count))],
            topFrames.Most(HotMethodsKept))
        {
            Findings = findings.Judge(seen),
            Runtime = RuntimeDescription.Of(findings.Facts),
        };
    }
}
