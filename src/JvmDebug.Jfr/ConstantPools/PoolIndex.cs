using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.ConstantPools;

/// <summary>
/// Where the entries of some constant pools of one chunk begin: key to position. Nothing is decoded before it is asked for;
/// resolving every stack trace of a recording costs more than all the rest of a report.
/// </summary>
/// <remarks>
/// A constant-pool event (type 1); they form a chain, newest first:
/// <code>
/// size, type 1, start ticks, duration, delta to the previous one (signed, 0 = none), 1 byte mask, pool count,
/// pool := type id, count, (key, value) each
/// </code>
/// </remarks>
internal sealed class PoolIndex
{
    private readonly Dictionary<long, Dictionary<ulong, long>> _positions = [];

    public static PoolIndex Build(MappedChunk chunk, ChunkMetadata metadata, params IEnumerable<TypeDescriptor?> wanted)
    {
        var index = new PoolIndex();
        foreach (var type in wanted.OfType<TypeDescriptor>())
        {
            index._positions[type.Id] = [];
        }

        var skipper = new ValueSkipper(metadata);
        // Each step goes backwards by at least one byte, so a cyclic chain cannot keep us.
        for (long position = chunk.Header.ConstantPoolOffset, last = chunk.Header.Size; ;)
        {
            if (position < ChunkHeader.Length || position >= last)
            {
                throw chunk.At(Math.Clamp(position, 0, chunk.Header.Size)).Error("The chain of constant pools does not lead backwards");
            }

            last = position;
            var delta = index.AddEvent(chunk.At(position), metadata, skipper);
            if (delta == 0)
            {
                return index;
            }

            position += delta;
        }
    }

    /// <summary>Position of the newest value under a key; null if the key is dangling.</summary>
    public long? Find(TypeDescriptor type, ulong key) =>
        _positions.TryGetValue(type.Id, out var pool) && pool.TryGetValue(key, out var position) ? position : null;

    private long AddEvent(ChunkCursor cursor, ChunkMetadata metadata, ValueSkipper skipper)
    {
        cursor.ReadVarint();
        if (cursor.ReadVarint() != 1)
        {
            throw cursor.Error("There is no constant-pool event where one is announced");
        }

        cursor.ReadVarint();
        cursor.ReadVarint();
        var delta = cursor.ReadLong();
        cursor.ReadByte();
        for (var pools = cursor.ReadCount("constant pools"); pools > 0; pools--)
        {
            var typeId = cursor.ReadLong();
            if (!metadata.Types.TryGetValue(typeId, out var type))
            {
                throw cursor.Error($"A constant pool is of type {typeId}, which is not declared");
            }

            var positions = _positions.GetValueOrDefault(typeId);
            for (var entries = cursor.ReadCount("constants"); entries > 0; entries--)
            {
                var key = cursor.ReadVarint();
                // Newest first: what is there already is newer.
                positions?.TryAdd(key, cursor.Position);
                skipper.SkipFields(ref cursor, type);
            }
        }

        return delta;
    }
}
