using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Rows;

/// <summary>What one thread gathers from one chunk.</summary>
internal sealed class ChunkPart
{
    private const int RowsBetweenChecks = 1 << 16;

    public IEventPart[] Parts { get; private set; } = [];

    public Dictionary<string, EventStatistics> Statistics { get; } = new(StringComparer.Ordinal);

    public List<Loss> Losses { get; } = [];

    public long Bytes { get; private set; }

    public void Read(Chunk chunk, ReadingPlan plan, IReadOnlyList<IEventConsumer> consumers, bool isStrict, CancellationToken cancellationToken)
    {
        var (pools, tally) = plan.Take();
        var constants = chunk.Constants(pools);
        var shown = new RecordingChunk(constants, plan.Frames, plan.MethodNames);
        var parts = new IEventPart[consumers.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = consumers[i].Begin(shown);
        }

        using var scanner = chunk.Events();
        try
        {
            Scan(scanner, plan, parts, tally, constants, cancellationToken);
        }
        catch (JfrFormatException e) when (!isStrict)
        {
            Losses.Add(new Loss(e.Offset, $"The rest of the chunk at byte {chunk.Header.Offset} is not read: {e.What}"));
        }

        foreach (var part in parts)
        {
            part.Finish();
        }

        Parts = parts;
        Losses.AddRange(chunk.Losses);
        Bytes = chunk.Header.Size;
        foreach (var (id, seen) in tally.Events())
        {
            var name = chunk.Metadata.TryGet(id, out var type) ? type.Name : $"(undeclared type {id})";
            Statistics[name] = new EventStatistics(name, type?.AnnotationValue("jdk.jfr.Label"), seen.Count, seen.Size);
        }

        plan.GiveBack(pools, tally);
    }

    private static void Scan(EventScanner scanner, ReadingPlan plan, IEventPart[] parts, EventTally tally, ChunkConstants constants, CancellationToken cancellationToken)
    {
        var row = new RowBuffer(scanner, constants);
        for (var left = RowsBetweenChecks; scanner.MoveNext(tally); left--)
        {
            if (left == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                left = RowsBetweenChecks;
            }

            foreach (var wanted in plan.Rows(scanner.TypeId))
            {
                row.Decode(wanted);
                parts[wanted.Consumer].Accept(new EventRow(row));
            }
        }
    }
}
