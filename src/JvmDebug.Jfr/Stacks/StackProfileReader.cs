namespace JvmDebug.Jfr.Stacks;

/// <summary>Adds up the stacks of recordings: one pass a file, whatever the number of events.</summary>
public static class StackProfileReader
{
    /// <param name="progress">Bytes read so far, of all files together.</param>
    /// <exception cref="JfrFormatException">A file is no recording, or nothing of it can be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static StackReading Read(StackRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var axis = AxisOf(request.Files);
        List<StackCollector> collectors = [.. request.Events.Select(wanted => new StackCollector(wanted, axis, request.Lines))];
        IReadOnlyList<IEventConsumer> consumers = [.. collectors, .. request.Others(axis)];
        var results = new List<ReadingResult>();
        long done = 0;
        foreach (var file in request.Files)
        {
            results.Add(EventReader.Read(file, consumers, progress: After(progress, done), cancellationToken: cancellationToken));
            done += new FileInfo(file).Length;
        }

        var baseResults = new List<ReadingResult>();
        collectors.ForEach(collector => collector.BeginBase());
        foreach (var file in request.Base)
        {
            baseResults.Add(EventReader.Read(file, collectors, progress: After(progress, done), cancellationToken: cancellationToken));
            done += new FileInfo(file).Length;
        }

        return new StackReading(axis, [.. collectors.Select(collector => collector.Build()).OfType<StackProfile>()], Available(results), results, baseResults);
    }

    private static TimeAxis AxisOf(IReadOnlyList<string> files)
    {
        long start = long.MaxValue, end = long.MinValue;
        foreach (var path in files)
        {
            using var file = RecordingFile.Open(path);
            foreach (var chunk in file.Chunks)
            {
                start = Math.Min(start, chunk.StartNanos);
                end = Math.Max(end, chunk.StartNanos + chunk.DurationNanos);
            }
        }

        return end < start ? TimeAxis.Over(0, 0) : TimeAxis.Over(start, end);
    }

    private static List<(StackEvent, long)> Available(List<ReadingResult> results)
    {
        var counts = results.SelectMany(result => result.EventTypes).GroupBy(type => type.EventType, type => type.Count, StringComparer.Ordinal)
            .ToDictionary(type => type.Key, type => type.Sum(), StringComparer.Ordinal);
        // A family that shares its type with another event (wall with cpu) is only told by its events.
        return [.. StackEvent.Known
            .Select(known => (known, known.Families
                .Where(family => family.Sources.All(source => source.Kept != StackFilter.IfSomeSleep))
                .Select(family => family.Sources.Sum(source => counts.GetValueOrDefault(source.EventType)))
                .FirstOrDefault(count => count > 0)))
            .Where(found => found.Item2 > 0)];
    }

    private static Offset? After(IProgress<long>? progress, long done) => progress is null ? null : new Offset(progress, done);

    private sealed class Offset(IProgress<long> progress, long done) : IProgress<long>
    {
        public void Report(long value) => progress.Report(done + value);
    }
}
