using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.Reading;

/// <summary>A chunk opened for reading: its types, and its constant pools once somebody needs one.</summary>
internal sealed class Chunk : IDisposable
{
    private readonly RecordingSource _source;
    private readonly MappedChunk _whole;
    private PoolIndex? _pools;

    public Chunk(RecordingSource source, ChunkHeader header, MetadataCache cache)
    {
        (_source, Header) = (source, header);
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

    /// <summary>What could not be read of the constant pools, once somebody needed one.</summary>
    public IReadOnlyList<Loss> Losses => _pools?.Losses ?? [];

    /// <summary>For one thread.</summary>
    /// <param name="pools">Is filled when the first constant is asked for; no other chunk may use it until this one is done with.</param>
    public ChunkConstants Constants(PoolIndex pools) => new(_whole, Metadata, () => Read(pools));

    /// <summary>Not to be used after the chunk is disposed of.</summary>
    public EventScanner Events() => new(_source, _whole);

    public void Dispose() => _whole.Dispose();

    private PoolIndex Read(PoolIndex pools)
    {
        pools.Read(_whole, Metadata);
        return _pools = pools;
    }
}
