using System.Runtime.InteropServices;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// Bytes allocated by class and by the method on top of the stack. <c>jdk.ObjectAllocationSample</c> (16 and newer) counts by its
/// weight; only where there is none do the TLAB events (11 to 15) count, a new buffer standing for all that went into it.
/// </summary>
internal sealed class AllocationSites : IEventConsumer
{
    private const int ThreadStart = 3;
    private const string Unknown = "(unknown)";

    private readonly Dictionary<(string Class, string Site), double>[] _bytes = [[], []];
    private readonly AllocatedBefore _before = new();
    private double _bytesBefore;

    public IReadOnlyList<EventSelection> Selections { get; } =
    [
        new("jdk.ObjectAllocationSample", "objectClass", "stackTrace", "weight", "eventThread"),
        new("jdk.ObjectAllocationInNewTLAB", "objectClass", "stackTrace", "tlabSize"),
        new("jdk.ObjectAllocationOutsideTLAB", "objectClass", "stackTrace", "allocationSize"),
        AllocatedBefore.Part.ThreadStarts,
    ];

    public double TotalBytes => Used.Values.Sum();

    /// <summary>Those allocated while it was recorded.</summary>
    public double BytesWithin => Math.Max(0, TotalBytes - _bytesBefore);

    private Dictionary<(string Class, string Site), double> Used => _bytes[0].Count > 0 ? _bytes[0] : _bytes[1];

    /// <summary>Most bytes first.</summary>
    public IEnumerable<(string Name, double Bytes)> Sites => Ranking(key => key.Site);

    public IEnumerable<(string Name, double Bytes)> Classes => Ranking(key => key.Class);

    public IEventPart Begin(RecordingChunk chunk) => new Part(chunk);

    public void Merge(IEventPart part)
    {
        var merged = (Part)part;
        foreach (var (family, key, bytes) in merged.Named)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_bytes[family], key, out _) += bytes;
        }

        _bytesBefore += _before.Merge(merged.Before).Sum(first => first.Bytes);
    }

    private IEnumerable<(string Name, double Bytes)> Ranking(Func<(string Class, string Site), string> by) => Used
        .GroupBy(entry => by(entry.Key), StringComparer.Ordinal)
        .Select(group => (group.Key, group.Sum(entry => entry.Value)))
        .OrderByDescending(entry => entry.Item2)
        .ThenBy(entry => entry.Key, StringComparer.Ordinal);

    private sealed class Part(RecordingChunk chunk) : IEventPart
    {
        private readonly Dictionary<Site, double>[] _byKey = [[], []];

        public IEnumerable<(int Family, (string Class, string Site) Key, double Bytes)> Named { get; private set; } = [];

        public AllocatedBefore.Part Before { get; } = new(chunk);

        public void Accept(in EventRow row)
        {
            if (row.Selection == ThreadStart)
            {
                Before.Start(row.GetKey(0));
                return;
            }

            var bytes = row.GetDouble(2);
            CollectionsMarshal.GetValueRefOrAddDefault(_byKey[row.Selection == 0 ? 0 : 1], new Site(row.GetKey(0), row.GetKey(1)), out _) += bytes;
            if (row.Selection == 0)
            {
                Before.Sample(row.GetKey(3), row.StartNanos, bytes);
            }
        }

        public void Finish()
        {
            Before.Finish();
            Named = [.. _byKey.SelectMany((sites, family) => sites.Select(site => (family, (ClassOf(site.Key), TopFrame.NameOf(chunk, site.Key.Stack)), site.Value)))];
        }

        private string ClassOf(Site site) => chunk.GetClass(site.Class) is { } type ? JavaNames.Class(type.StableName) : Unknown;
    }

    /// <summary>Constant-pool keys of one chunk.</summary>
    private readonly record struct Site(ulong Class, ulong Stack)
    {
        // Both count up from small numbers; the one that combines tuples costs as much as the rest of an event.
        public override int GetHashCode() => ((Class * 0x9E37_79B9_7F4A_7C15) ^ Stack).GetHashCode();
    }
}
