using System.Runtime.InteropServices;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Rows;

/// <summary>What one thread gathers from one chunk.</summary>
internal sealed class ChunkPart
{
    // Type ids of HotSpot are mostly below; what is above goes the slow way. Small enough to stay out of the large-object heap.
    private const int DenseIds = 2048;
    private const int EventsBetweenChecks = 1 << 16;

    public IEventPart[] Parts { get; private set; } = [];

    public Dictionary<string, EventStatistics> Statistics { get; } = new(StringComparer.Ordinal);

    public List<Loss> Losses { get; } = [];

    public long Bytes { get; private set; }

    public void Read(RecordingSource source, Chunk chunk, ReadingPlan plan, IReadOnlyList<IEventConsumer> consumers, bool isStrict, CancellationToken cancellationToken)
    {
        var constants = chunk.Constants();
        var shown = new RecordingChunk(constants, plan.Frames);
        var parts = new IEventPart[consumers.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = consumers[i].Begin(shown);
        }

        var header = chunk.Header;
        var dense = new Seen[DenseIds];
        for (var id = 0; id < DenseIds; id++)
        {
            dense[id].Plans = plan.Rows(id);
        }

        var sparse = new Dictionary<long, Seen>();
        using var scanner = new EventScanner(source, header, ChunkHeader.Length, header.Size);
        try
        {
            Scan(scanner, plan, parts, dense, sparse, shown, cancellationToken);
        }
        catch (JfrFormatException e) when (!isStrict)
        {
            Losses.Add(new Loss(e.Offset, $"The rest of the chunk at byte {header.Offset} is not read: {e.What}"));
        }

        foreach (var part in parts)
        {
            part.Finish();
        }

        Parts = parts;
        Losses.AddRange(chunk.Losses);
        Bytes = header.Size;
        for (var id = 2; id < DenseIds; id++)
        {
            Add(id, dense[id], chunk.Metadata);
        }

        foreach (var (id, seen) in sparse)
        {
            Add(id, seen, chunk.Metadata);
        }
    }

    private static void Scan(EventScanner scanner, ReadingPlan plan, IEventPart[] parts, Seen[] dense, Dictionary<long, Seen> sparse, RecordingChunk shown, CancellationToken cancellationToken)
    {
        Span<long> slots = stackalloc long[EventSelection.MostFields + 2];
        var constants = shown.Constants;
        for (var left = EventsBetweenChecks; scanner.MoveNext(); left--)
        {
            if (left == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                left = EventsBetweenChecks;
            }

            var typeId = scanner.TypeId;
            ref var seen = ref (ulong)typeId < DenseIds ? ref dense[typeId] : ref Sparse(sparse, typeId, plan);
            seen.Count++;
            seen.Size += scanner.Size;
            if (seen.Plans is not { } plans)
            {
                continue;
            }

            var fields = scanner.Fields();
            foreach (var row in plans)
            {
                var cursor = fields;
                slots[row.StartSlot] = slots[row.DurationSlot] = 0;
                row.Decode(ref cursor, slots, constants.Clock);
                parts[row.Consumer].Accept(new EventRow(row, slots, fields, constants, slots[row.StartSlot], slots[row.DurationSlot]));
            }
        }
    }

    private static ref Seen Sparse(Dictionary<long, Seen> sparse, long typeId, ReadingPlan plan)
    {
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(sparse, typeId, out var isKnown);
        if (!isKnown)
        {
            seen.Plans = plan.Rows(typeId);
        }

        return ref seen;
    }

    private void Add(long id, Seen seen, ChunkMetadata metadata)
    {
        if (seen.Count > 0)
        {
            // Metadata and constant pools (0 and 1) share the framing, but are not events of the JVM.
            var isDeclared = metadata.TryGet(id, out var type);
            var name = isDeclared ? type!.Name : $"(undeclared type {id})";
            Statistics[name] = new EventStatistics(name, type?.AnnotationValue("jdk.jfr.Label"), seen.Count, seen.Size);
        }
    }

    private struct Seen
    {
        public long Count;
        public long Size;
        public RowPlan[]? Plans;
    }
}
