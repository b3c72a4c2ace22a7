using System.Runtime.InteropServices;
using JvmDebug.Jfr.Rows;

namespace JvmDebug.Jfr.Reports;

/// <summary>
/// What samples of allocation stand for that was allocated before the recording. A <c>jdk.ObjectAllocationSample</c> weighs what
/// its thread has allocated since its last one, and a thread's first all since the thread began, which can be days before
/// the recording. That belongs to no time in it: rates leave the first samples out. Totals and the JDK's views count them.
/// </summary>
/// <remarks>
/// The first sample of a thread that began within the recording, which a <c>jdk.ThreadStart</c> tells, counts. So do all of virtual
/// threads: they weigh what their carrier allocated, and which of them is a carrier's first is not recorded. What a sample holds
/// of both times goes with the time before, a sample a thread.
/// </remarks>
internal sealed class AllocatedBefore
{
    private readonly HashSet<(long JavaId, long OSId)> _known = [];

    /// <summary>In the order of the file.</summary>
    /// <returns>The samples that are a thread's first in all that was merged.</returns>
    public IEnumerable<(long AtNanos, double Bytes)> Merge(Part part)
    {
        _known.UnionWith(part.Started);
        return [.. part.First.Where(first => _known.Add(first.Thread)).Select(first => (first.AtNanos, first.Bytes))];
    }

    /// <summary>The first sample of each thread of a chunk.</summary>
    internal sealed class Part(RecordingChunk chunk)
    {
        private readonly Dictionary<ulong, (long AtNanos, double Bytes)> _first = [];
        private readonly List<ulong> _started = [];

        // Who samples without it is not HotSpot, and weighs otherwise.
        private readonly bool _hasStarts = chunk.FindEventType("jdk.ThreadStart") is not null;

        // Samples come thread by thread.
        private ulong _lastThread;
        private long _lastAt;

        public static EventSelection ThreadStarts { get; } = new("jdk.ThreadStart", "thread");

        public IReadOnlyList<(long JavaId, long OSId)> Started { get; private set; } = [];

        public IReadOnlyList<((long JavaId, long OSId) Thread, long AtNanos, double Bytes)> First { get; private set; } = [];

        /// <param name="thread">Of a <see cref="ThreadStarts"/> event.</param>
        public void Start(ulong thread) => _started.Add(thread);

        public void Sample(ulong thread, long atNanos, double bytes)
        {
            if (!_hasStarts || (thread == _lastThread && atNanos >= _lastAt))
            {
                return;
            }

            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, thread, out var isKnown);
            if (!isKnown || atNanos < first.AtNanos)
            {
                first = (atNanos, bytes);
            }

            (_lastThread, _lastAt) = (thread, first.AtNanos);
        }

        public void Finish()
        {
            var threads = new ThreadIdentities(chunk);
            Started = [.. _started.Select(threads.Of).Where(thread => thread is not null).Select(thread => thread!.Value)];
            First = [.. _first.Select(first => (Thread: threads.Of(first.Key), first.Value)).Where(first => first.Thread is not null)
                .Select(first => (first.Thread!.Value, first.Value.AtNanos, first.Value.Bytes))];
        }
    }

    /// <summary>The ids of threads without the objects: of virtual ones there can be as many as samples.</summary>
    private sealed class ThreadIdentities(RecordingChunk chunk)
    {
        private readonly long[] _slots = new long[5];
        private readonly RowPlan? _plan = chunk.Constants.Metadata.Find("java.lang.Thread") is { } type ? new RowPlan(0, 0, type, ["javaThreadId", "osThreadId", "virtual"]) : null;

        /// <summary>Null for a virtual thread, and for one that is not known.</summary>
        public (long JavaId, long OSId)? Of(ulong key)
        {
            if (_plan is null || !chunk.Constants.TryFind(_plan.Type, key, out var cursor))
            {
                return null;
            }

            _plan.Decode(ref cursor, _slots, chunk.Constants.Clock);
            return _slots[2] != 0 ? null : (_slots[0], _slots[1]);
        }
    }
}
