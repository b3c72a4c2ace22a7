using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.ConstantPools;

/// <summary>
/// The constants of one chunk, each decoded when first asked for and kept. For one thread; the index beneath is shared.
/// </summary>
/// <remarks>Never to be carried to another chunk: the same key means something else there.</remarks>
internal sealed class ChunkConstants(MappedChunk chunk, ChunkMetadata metadata, Func<PoolIndex> pools)
{
    private readonly Dictionary<TypeDescriptor, Dictionary<ulong, PoolReference>> _references = [];
    private PoolIndex? _pools;

    public ChunkHeader Header => chunk.Header;

    public ChunkMetadata Metadata { get; } = metadata;

    public TickClock Clock { get; } = new(chunk.Header);

    /// <summary>Keys that events or constants name and no pool holds.</summary>
    public long Dangling { get; private set; }

    private PoolIndex Pools => _pools ??= pools();

    /// <summary>
    /// Key 0 is null wherever its pool holds nothing under it. HotSpot numbers some enumerations from 0 (FrameType
    /// "Interpreted", GCWhen "Before GC"), so the pool decides.
    /// </summary>
    public PoolReference Reference(TypeDescriptor type, ulong key)
    {
        if (!_references.TryGetValue(type, out var ofType))
        {
            _references[type] = ofType = [];
        }

        if (!ofType.TryGetValue(key, out var reference))
        {
            ofType[key] = reference = new PoolReference(this, type, key);
        }

        return reference;
    }

    /// <summary>Walks the constant pools now, so that damage in them is found now.</summary>
    public void Index() => _pools ??= pools();

    public object? Resolve(TypeDescriptor type, ulong key) => Reference(type, key).Value;

    public bool TryFind(TypeDescriptor type, ulong key, out ChunkCursor cursor)
    {
        var position = Pools.Find(type, key);
        cursor = position is { } found ? chunk.At(found) : default;
        return position is not null;
    }

    public string? Text(ref ChunkCursor cursor)
    {
        var text = cursor.ReadString(out var key);
        return key != 0 && Metadata.Find("java.lang.String") is { } type ? Resolve(type, key) as string : text;
    }

    public object? Decode(TypeDescriptor type, ulong key)
    {
        if (Pools.Find(type, key) is not { } position)
        {
            Dangling += key == 0 ? 0 : 1;
            return null;
        }

        var cursor = chunk.At(position);
        // A text of the pool that refers to the pool could refer to itself.
        return type.Kind == ValueKind.Text ? cursor.ReadString(out _) : ValueReader.ReadValue(ref cursor, type, this);
    }

    /// <summary>The keys of a type that are known.</summary>
    public IEnumerable<ulong> Keys(TypeDescriptor type) => Pools.Keys(type);
}
