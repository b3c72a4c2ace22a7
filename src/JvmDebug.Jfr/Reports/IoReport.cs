using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Reports;

/// <summary>File and socket calls that took longer than the recording's threshold, by what they went to.</summary>
public sealed class IoReport : IEventConsumer
{
    /// <summary>Paths of temporary files and hosts of an autoscaled peer have no bound of their own.</summary>
    internal const int MostTargets = 10_000;

    private const string Others = "(others)";

    private readonly Dictionary<(string Operation, string Target), IoSum> _sums = [];

    public IReadOnlyList<EventSelection> Selections { get; } =
    [
        new("jdk.FileRead", "path", "bytesRead"),
        new("jdk.FileWrite", "path", "bytesWritten"),
        new("jdk.FileForce", "path", ""),
        new("jdk.SocketRead", "host", "bytesRead", "port"),
        new("jdk.SocketWrite", "host", "bytesWritten", "port"),
    ];

    /// <summary>The longest in sum first.</summary>
    public IReadOnlyList<IoSum> Sums => [.. _sums.Values.OrderByDescending(sum => sum.Nanos).ThenBy(sum => sum.Target, StringComparer.Ordinal)];

    public IEventPart Begin(RecordingChunk chunk) => new Part();

    public void Merge(IEventPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        foreach (var sum in ((Part)part).Sums.Values)
        {
            Add(_sums, sum);
        }
    }

    private static void Add(Dictionary<(string, string), IoSum> sums, IoSum more)
    {
        if (sums.Count >= MostTargets && !sums.ContainsKey((more.Operation, more.Target)))
        {
            more = more with { Target = Others };
        }

        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (more.Operation, more.Target), out var known);
        sum = known ? sum! with { Count = sum.Count + more.Count, Bytes = sum.Bytes + more.Bytes, Nanos = sum.Nanos + more.Nanos, Longest = Math.Max(sum.Longest, more.Longest) } : more;
    }

    private sealed class Part : IEventPart
    {
        private static readonly string[] Operations = ["file read", "file write", "file force", "socket read", "socket write"];

        public Dictionary<(string, string), IoSum> Sums { get; } = [];

        public void Accept(in EventRow row)
        {
            var target = row.GetString(0) is { Length: > 0 } name ? name : "(unknown)";
            if (row.Selection >= 3)
            {
                target = $"{target}:{row.GetLong(2)}";
            }

            Add(Sums, new IoSum(Operations[row.Selection], target, 1, Math.Max(row.GetLong(1), 0), row.DurationNanos, row.DurationNanos));
        }

        public void Finish()
        {
        }
    }
}

/// <param name="Operation">Like <c>file read</c>.</param>
/// <param name="Target">A path, or host and port; <c>(others)</c> for those beyond the first ten thousand.</param>
/// <param name="Nanos">In sum.</param>
/// <param name="Longest">Nanoseconds.</param>
public sealed record IoSum(string Operation, string Target, long Count, long Bytes, long Nanos, long Longest);
