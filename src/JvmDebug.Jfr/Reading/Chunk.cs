using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.Reading;

/// <summary>A chunk opened for reading: its types, and its constant pools once somebody needs one.</summary>
internal sealed class Chunk : IDisposable
{
    private readonly RecordingSource _source;
    private readonly MappedChunk _whole;
    private readonly Lock _gate = new();
    private readonly Func<ChunkMetadata, IReadOnlySet<TypeDescriptor>>? _wanted;
    private PoolIndex? _pools;

    /// <param name="wanted">The pools that will be asked for; null for all.</param>
    public Chunk(RecordingSource source, ChunkHeader header, MetadataCache cache, Func<ChunkMetadata, IReadOnlySet<TypeDescriptor>>? wanted)
    {
        (_source, Header, _wanted) = (source, header, wanted);
        _whole = new MappedChunk(source, header);
        try
        {
            Metadata = cache.Read(_whole);
        }
        catch
        {
            _whole.Dispose();
            throw;
        }
    }

    public ChunkHeader Header { get; }

    public ChunkMetadata Metadata { get; }

    public IReadOnlyList<Loss> Losses => _pools?.Losses ?? [];

    /// <summary>For one thread.</summary>
    public ChunkConstants Constants() => new(_whole, Metadata, Pools);

    /// <summary>Not to be used after the chunk is disposed of.</summary>
    public EventScanner Events() => new(_source, _whole);

    public void Dispose() => _whole.Dispose();

    private PoolIndex Pools()
    {
        lock (_gate)
        {
            return _pools ??= PoolIndex.Build(_whole, Metadata, _wanted?.Invoke(Metadata));
        }
    }
}
