namespace JvmDebug.Jfr.Reports;

/// <summary>Of <c>jdk.GCHeapSummary</c> and <c>jdk.MetaspaceSummary</c> there are two a collection; which one an event is, in one chunk.</summary>
internal sealed class CollectionTimes(RecordingChunk? chunk)
{
    private readonly Dictionary<ulong, bool> _isAfter = [];

    /// <param name="when">Text of a <c>jdk.types.GCWhen</c>.</param>
    public static bool IsAfter(string? when) => when == "After GC";

    /// <param name="when">Key of a <c>jdk.types.GCWhen</c>.</param>
    public bool IsAfter(ulong when)
    {
        if (!_isAfter.TryGetValue(when, out var isAfter))
        {
            _isAfter[when] = isAfter = IsAfter(chunk?.GetText("jdk.types.GCWhen", when));
        }

        return isAfter;
    }
}
