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
    private readonly List<(byte[] Bytes, ChunkMetadata Metadata)> _known = [];

    public ChunkMetadata Read(MappedChunk chunk)
    {
        var cursor = chunk.At(chunk.Header.MetadataOffset);
        MetadataParser.SkipHead(ref cursor);
        var bytes = cursor.Remaining;
        lock (_gate)
        {
            foreach (var (known, metadata) in _known)
            {
                if (bytes.SequenceEqual(known))
                {
                    return metadata;
                }
            }
        }

        var parsed = ChunkMetadata.Parse(chunk);
        lock (_gate)
        {
            if (_known.Count < Most)
            {
                _known.Add((bytes.ToArray(), parsed));
            }
        }

        return parsed;
    }
}
