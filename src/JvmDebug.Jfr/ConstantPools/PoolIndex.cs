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
/// Keys are 64 bits wide; stack-trace and symbol keys above 2^31 are common.
/// </remarks>
internal sealed class PoolIndex
{
    private readonly Dictionary<long, Dictionary<ulong, long>> _positions = [];
    private readonly List<Loss> _losses = [];

    /// <param name="types">Whose pools are noted; the others are stepped over.</param>
    public PoolIndex(IEnumerable<TypeDescriptor> types)
    {
        foreach (var type in types)
        {
            _positions[type.Id] = [];
        }
    }

    /// <summary>Constant-pool events of which a part could not be read, because it holds a pool of a type nobody declared.</summary>
    public IReadOnlyList<Loss> Losses => _losses;

    /// <summary>Forgets the chunk before: a dictionary that has grown for one chunk need not grow for the next.</summary>
    /// <param name="metadata">The one that the types are of.</param>
    /// <exception cref="JfrFormatException">The pools are damaged.</exception>
    public void Read(MappedChunk chunk, ChunkMetadata metadata)
    {
        _losses.Clear();
        foreach (var pool in _positions.Values)
        {
            pool.Clear();
        }

        if (chunk.Header.Checkpoints is { } known)
        {
            foreach (var position in known)
            {
                AddEvent(chunk.At(position), metadata, out _);
            }

            return;
        }

        // Each step goes back behind the beginning of the last, so a cyclic or overlapping chain cannot keep us.
        for (long position = chunk.Header.ConstantPoolOffset, last = chunk.Header.Size; ;)
        {
            if (position < ChunkHeader.Length || position >= last)
            {
                throw chunk.At(Math.Clamp(position, 0, chunk.Header.Size)).Error("The chain of constant pools does not lead backwards");
            }

            var delta = AddEvent(chunk.At(position), metadata, out var end);
            if (end > last)
            {
                throw chunk.At(position).Error("A constant-pool event reaches into the next");
            }

            if (delta == 0)
            {
                return;
            }

            last = position;
            position = unchecked(position + delta);
        }
    }

    /// <summary>Position of the newest value under a key; null if the key is dangling.</summary>
    public long? Find(TypeDescriptor type, ulong key) =>
        _positions.TryGetValue(type.Id, out var pool) && pool.TryGetValue(key, out var position) ? position : null;

    public IEnumerable<ulong> Keys(TypeDescriptor type) => _positions.TryGetValue(type.Id, out var pool) ? pool.Keys : [];

    private long AddEvent(ChunkCursor cursor, ChunkMetadata metadata, out long end)
    {
        var start = cursor.Position;
        var size = cursor.ReadLong();
        if (cursor.ReadVarint() != 1)
        {
            throw cursor.Error("There is no constant-pool event where one is announced");
        }

        cursor.Narrow(start, size, "constant-pool event");
        end = cursor.End;
        cursor.ReadVarint();
        cursor.ReadVarint();
        var delta = cursor.ReadLong();
        cursor.ReadByte();
        for (var pools = cursor.ReadCount("constant pools"); pools > 0; pools--)
        {
            var typeId = cursor.ReadLong();
            while (typeId == 0 && cursor.Position < cursor.End)
            {
                // JMC's writer leaves zeros between pools.
                typeId = cursor.ReadLong();
            }

            if (!metadata.TryGet(typeId, out var type))
            {
                // Its length is unknown, so what follows it in this event is out of reach.
                _losses.Add(new Loss(cursor.FileOffset, $"The rest of a constant-pool event is not read: type {typeId} is not declared"));
                return delta;
            }

            var positions = _positions.GetValueOrDefault(typeId);
            var entries = cursor.ReadCount("constants");
            for (; entries > 0; entries--)
            {
                var key = cursor.ReadVarint();
                // Newest first: what is there already is newer.
                positions?.TryAdd(key, cursor.Position);
                ValueSkipper.SkipValue(ref cursor, type);
            }
        }

        return delta;
    }
}
