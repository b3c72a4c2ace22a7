using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// Chunks of one JVM mostly carry the same metadata, 60 to 110 KB of it. It is told by its bytes: ids of metadata are not unique
/// (async-profiler writes a constant).
/// </summary>
internal sealed class MetadataCache
{
    // Recordings of many JVMs in one file; more than these are parsed again.
    private const int Most = 16;

    private readonly Lock _gate = new();
    private readonly List<Entry> _known = [];

    public ChunkMetadata Read(MappedChunk chunk)
    {
        var cursor = chunk.At(chunk.Header.MetadataOffset);
        MetadataParser.SkipHead(ref cursor);
        var bytes = cursor.Remaining;
        if (Find(bytes) is not { } entry)
        {
            return ChunkMetadata.Parse(chunk);
        }

        // Threads that begin with chunks of one JVM have one of them parse it. Where that fails each says so with offsets of its own chunk.
        lock (entry)
        {
            return entry.Metadata ??= ChunkMetadata.Parse(chunk);
        }
    }

    private Entry? Find(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var known in _known)
            {
                if (bytes.SequenceEqual(known.Bytes))
                {
                    return known;
                }
            }

            if (_known.Count == Most)
            {
                return null;
            }

            var entry = new Entry(bytes.ToArray());
            _known.Add(entry);
            return entry;
        }
    }

    private sealed class Entry(byte[] bytes)
    {
        public byte[] Bytes { get; } = bytes;

        public ChunkMetadata? Metadata { get; set; }
    }
}
