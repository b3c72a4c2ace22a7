using System.Diagnostics.CodeAnalysis;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Metadata;

/// <summary>The types of one chunk, from its last metadata event; chunks whose metadata is the same share one.</summary>
internal sealed class ChunkMetadata
{
    private readonly Dictionary<long, TypeDescriptor> _types;
    private readonly Dictionary<string, TypeDescriptor> _byName = new(StringComparer.Ordinal);

    public ChunkMetadata(Dictionary<long, TypeDescriptor> types, RecordingRegion? region)
    {
        (_types, Region) = (types, region);
        foreach (var type in types.Values)
        {
            _byName.TryAdd(type.Name, type);
        }
    }

    public IReadOnlyDictionary<long, TypeDescriptor> Types => _types;

    public RecordingRegion? Region { get; }

    public static ChunkMetadata Parse(MappedChunk chunk) => MetadataParser.Parse(chunk.At(chunk.Header.MetadataOffset));

    public TypeDescriptor? Find(string name) => _byName.GetValueOrDefault(name);

    public bool TryGet(long id, [NotNullWhen(true)] out TypeDescriptor? type) => _types.TryGetValue(id, out type);
}
