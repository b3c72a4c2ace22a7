using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr;

/// <summary>Counts events by stepping over them by size; only the stack keys of execution samples are read.</summary>
public static class RecordingSummaryReader
{
    private const int HotMethodsKept = 10;
    private const long Window = 8 << 20;
    private const long Overlap = 64 << 10;

    /// <exception cref="JfrFormatException">The file is no whole recording; the message says where it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingSummary Read(string path, CancellationToken cancellationToken)
    {
        var chunks = ChunkChain.Verify(path);
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var perChunk = new ChunkCounts[chunks.Count];
        try
        {
            Parallel.For(0, perChunk.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => perChunk[i] = Count(file, chunks[i]));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<JfrFormatException>().MinBy(inner => inner.Offset) is { } first)
        {
            throw new JfrFormatException(first);
        }

        return new RecordingSummary(
            new FileInfo(path).Length,
            chunks.Count,
            chunks.Min(chunk => chunk.Start),
            chunks.Max(chunk => chunk.End),
            [.. Sum(perChunk.Select(chunk => chunk.Events)).Select(e => new EventCount(e.Key, e.Value))],
            HotMethods(Sum(perChunk.Select(chunk => chunk.TopFrames))));
    }

    private static List<HotMethod> HotMethods(List<KeyValuePair<string, long>> topFrames)
    {
        var samples = topFrames.Sum(frame => frame.Value);
        return [.. topFrames.Take(HotMethodsKept).Select(frame => new HotMethod(frame.Key, frame.Value, (double)frame.Value / samples))];
    }

    private static List<KeyValuePair<string, long>> Sum(IEnumerable<Dictionary<string, long>> parts) =>
        [.. parts.SelectMany(part => part)
            .GroupBy(part => part.Key, (key, values) => KeyValuePair.Create(key, values.Sum(value => value.Value)), StringComparer.Ordinal)
            .OrderByDescending(sum => sum.Value)
            .ThenBy(sum => sum.Key, StringComparer.Ordinal)];

    private static ChunkCounts Count(MemoryMappedFile file, ChunkHeader header)
    {
        if (!header.HasCompressedIntegers)
        {
            throw new JfrFormatException("Chunks without compressed integers are not supported; no known JVM writes them", header.Offset + 66);
        }

        using var chunk = new MappedChunk(file, header);
        var metadata = ChunkMetadata.Parse(chunk);
        var skipper = new ValueSkipper(metadata);
        var sample = metadata.Find("jdk.ExecutionSample");
        var events = new Dictionary<long, long>();
        var stacks = new Dictionary<ulong, long>();
        for (long position = ChunkHeader.Length; position < header.Size;)
        {
            // Events that begin in the window are counted; the overlap holds the few fields that are read of the last one.
            var limit = Math.Min(position + Window, header.Size);
            using var window = new MappedChunk(file, header, position, Math.Min(Window + Overlap, header.Size - position));
            while (position < limit)
            {
                var cursor = window.At(position);
                var size = cursor.ReadLong();
                var type = cursor.ReadLong();
                if (size < cursor.Position - position || size > header.Size - position)
                {
                    throw new JfrFormatException($"An event claims {size} bytes where {header.Size - position} are left", header.Offset + position);
                }

                CollectionsMarshal.GetValueRefOrAddDefault(events, type, out _)++;
                if (type == sample?.Id)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(stacks, StackKey(ref cursor, sample, skipper), out _)++;
                }

                // By the declared size, never by what was parsed: newer producers append fields.
                position += size;
            }
        }

        return new ChunkCounts(Named(events, metadata), stacks.Count == 0 ? [] : TopFrames(chunk, metadata, stacks));
    }

    private static ulong StackKey(ref ChunkCursor cursor, TypeDescriptor sample, ValueSkipper skipper)
    {
        foreach (var field in sample.Fields)
        {
            if (field.Name == "stackTrace" && field.IsPooled)
            {
                return cursor.ReadVarint();
            }

            skipper.SkipField(ref cursor, field);
        }

        return 0;
    }

    private static Dictionary<string, long> Named(Dictionary<long, long> events, ChunkMetadata metadata)
    {
        var named = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (type, count) in events)
        {
            // 0 and 1 are metadata and constant pools: the framing is shared, but they are not events of the JVM.
            if (type > 1)
            {
                var name = metadata.Types.TryGetValue(type, out var descriptor) ? descriptor.Name : $"(undeclared type {type})";
                CollectionsMarshal.GetValueRefOrAddDefault(named, name, out _) += count;
            }
        }

        return named;
    }

    private static Dictionary<string, long> TopFrames(MappedChunk chunk, ChunkMetadata metadata, Dictionary<ulong, long> stacks)
    {
        var names = new MethodNames(chunk, metadata);
        var frames = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (key, count) in stacks)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(frames, names.TopFrame(key), out _) += count;
        }

        return frames;
    }

    private sealed record ChunkCounts(Dictionary<string, long> Events, Dictionary<string, long> TopFrames);
}
