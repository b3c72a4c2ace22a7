using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Rows;

/// <summary>One pass of <see cref="EventReader"/>.</summary>
internal sealed class ReadingPass(RecordingSource source, IReadOnlyList<IEventConsumer> consumers, RecordingOptions options, IProgress<long>? progress)
{
    private const long MostResident = 96 << 20;

    // Parts wait until those before them are there: of one thread that the machine does not let run, thousands of small chunks.
    private const int AheadOfEachThread = 8;

    // A failure elsewhere wakes nobody.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly MetadataCache _cache = new();

    // Weak: metadata that is not in the cache is gone with its chunk.
    private readonly ConditionalWeakTable<ChunkMetadata, ReadingPlan> _plans = [];
    private readonly Dictionary<string, EventStatistics> _statistics = new(StringComparer.Ordinal);
    private readonly List<Loss> _losses = [.. source.Table.Losses];
    private readonly Dictionary<int, ChunkPart> _ready = [];
    private readonly object _merging = new();
    private int _merged;
    private long _bytes;

    public ReadingResult Run(CancellationToken cancellationToken)
    {
        if (options.Strict && _losses is [var first, ..])
        {
            throw new JfrFormatException(first.Message, first.Offset);
        }

        var chunks = source.Table.Chunks;
        try
        {
            var threads = Parallelism(chunks);
            Parallel.ForEach(InOrder(chunks.Count), new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = threads }, (i, loop) =>
            {
                if (Await(i, threads * AheadOfEachThread, loop))
                {
                    Merge(i, Read(chunks[i], cancellationToken));
                }
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<JfrFormatException>().MinBy(inner => inner.Offset) is { } damage)
        {
            throw new JfrFormatException(damage);
        }

        if (_statistics.Count == 0 && _losses is [var only, ..])
        {
            throw new JfrFormatException(only.Message, only.Offset);
        }

        return new ReadingResult(
            source.Length,
            chunks,
            [.. _statistics.Values.OrderByDescending(type => type.Count).ThenBy(type => type.EventType, StringComparer.Ordinal)],
            [.. _losses.OrderBy(loss => loss.Offset)]);
    }

    // By ranges, as Parallel.For does it, the second thread would begin in the middle of the file, and all its parts would wait in
    // memory until the first had come there.
    private static OrderablePartitioner<int> InOrder(int count) => Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);

    // A chunk that is being read is resident; with many processors that would add up.
    private int Parallelism(IReadOnlyList<ChunkHeader> chunks) =>
        (int)Math.Clamp(MostResident / Math.Clamp(chunks.Max(chunk => chunk.Size), 1, EventScanner.LargestWhole), 1, Math.Max(1, options.Parallelism));

    private ChunkPart Read(ChunkHeader header, CancellationToken cancellationToken)
    {
        var part = new ChunkPart();
        try
        {
            using var chunk = new Chunk(source, header, _cache);
            part.Read(chunk, _plans.GetValue(chunk.Metadata, metadata => new ReadingPlan(consumers, metadata)), consumers, options.Strict, cancellationToken);
        }
        catch (JfrFormatException e) when (!options.Strict)
        {
            part.Losses.Add(new Loss(e.Offset, e.What));
        }

        return part;
    }

    /// <summary>Until not too many parts are ahead of the first that is missing, whose own thread never waits.</summary>
    /// <returns>False if another thread failed or the pass was cancelled: nobody waits for this part any more.</returns>
    private bool Await(int index, int ahead, ParallelLoopState loop)
    {
        lock (_merging)
        {
            while (index - _merged >= ahead && !loop.ShouldExitCurrentIteration)
            {
                Monitor.Wait(_merging, LongestWait);
            }
        }

        return !loop.ShouldExitCurrentIteration;
    }

    /// <summary>In the order of the file: the last part of a row of finished ones brings in the others.</summary>
    private void Merge(int index, ChunkPart part)
    {
        lock (_merging)
        {
            _ready.Add(index, part);
            while (_ready.Remove(_merged, out var next))
            {
                _merged++;
                for (var i = 0; i < next.Parts.Length; i++)
                {
                    consumers[i].Merge(next.Parts[i]);
                }

                foreach (var (name, seen) in next.Statistics)
                {
                    _statistics[name] = _statistics.TryGetValue(name, out var sum) ? sum with { Count = sum.Count + seen.Count, Size = sum.Size + seen.Size } : seen;
                }

                _losses.AddRange(next.Losses);
                _bytes += next.Bytes;
                progress?.Report(_bytes);
            }

            Monitor.PulseAll(_merging);
        }
    }
}
