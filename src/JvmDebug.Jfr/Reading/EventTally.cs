using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Reading;

/// <summary>How many events of each type a chunk has, and how many bytes they take.</summary>
internal sealed class EventTally
{
    /// <summary>Type ids below have a place in an array: nearly all of HotSpot's. Small enough to stay out of the large-object heap.</summary>
    public const int DenseIds = 2048;

    private readonly Dictionary<long, TypeTally> _sparse = [];

    /// <param name="wanted">The ids of the types whose events are to be read.</param>
    public EventTally(IEnumerable<long> wanted)
    {
        foreach (var typeId in wanted)
        {
            Of(typeId).IsWanted = true;
        }
    }

    /// <summary>By type id.</summary>
    public TypeTally[] Dense { get; } = new TypeTally[DenseIds];

    /// <summary>Every type that occurs. Metadata and constant pools (0 and 1) share the framing, but are not events of the JVM.</summary>
    public IEnumerable<(long TypeId, TypeTally Tally)> Events()
    {
        for (var id = 2; id < DenseIds; id++)
        {
            if (Dense[id].Count > 0)
            {
                yield return (id, Dense[id]);
            }
        }

        foreach (var (id, tally) in _sparse)
        {
            if (tally.Count > 0)
            {
                yield return (id, tally);
            }
        }
    }

    /// <summary>For another chunk with the same types.</summary>
    public void Clear()
    {
        foreach (ref var type in Dense.AsSpan())
        {
            (type.Count, type.Size) = (0, 0);
        }

        // A damaged chunk can have any number of ids, and others need not carry them on.
        foreach (var id in _sparse.Keys)
        {
            ref var type = ref Of(id);
            if (type.IsWanted)
            {
                (type.Count, type.Size) = (0, 0);
            }
            else
            {
                _sparse.Remove(id);
            }
        }
    }

    /// <returns>The type is wanted.</returns>
    public bool Add(long typeId, long size)
    {
        ref var type = ref Of(typeId);
        type.Count++;
        type.Size += size;
        return type.IsWanted;
    }

    private ref TypeTally Of(long typeId) =>
        ref (ulong)typeId < DenseIds ? ref Dense[typeId] : ref CollectionsMarshal.GetValueRefOrAddDefault(_sparse, typeId, out _);
}

internal struct TypeTally
{
    public long Count;
    public long Size;
    public bool IsWanted;
}
