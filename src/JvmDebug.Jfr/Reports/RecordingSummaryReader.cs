using JvmDebug.Jfr.Findings;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr;

/// <summary>Counts events by stepping over them by size; only what the hot methods and the rules need is decoded.</summary>
public static class RecordingSummaryReader
{
    private const int HotMethodsKept = 10;

    /// <exception cref="JfrFormatException">Not a recording, or nothing of it can be read; the message says where it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingSummary Read(string path, RecordingOptions? options = null, CancellationToken cancellationToken = default)
    {
        var topFrames = new TopFrames(StackEvent.Find("cpu")!);
        var findings = new FindingsReader();
        var seen = EventReader.Read(path, [topFrames, .. findings.Facts.Consumers], options, cancellationToken: cancellationToken);
        return new RecordingSummary(
            seen.Size,
            seen.Chunks.Count,
            seen.Start,
            seen.End,
            [.. seen.EventTypes.Select(type => new EventCount(type.EventType, type.Count))],
            topFrames.Most(HotMethodsKept))
        {
            HotSamples = topFrames.Samples,
            Throttled = [.. seen.EventTypes.Select(type => (type.EventType, Throttle: findings.Facts.Settings.ThrottleOf(type.EventType))).Where(type => type.Throttle is not null)
                .Select(type => (type.EventType, type.Throttle!))],
            Losses = seen.Losses,
            Findings = findings.Judge(seen),
            Runtime = RuntimeDescription.Of(findings.Facts),
        };
    }
}
