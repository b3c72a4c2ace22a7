using System.Globalization;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Metadata;

/// <summary>The types of one chunk, from its last metadata event.</summary>
/// <remarks>
/// <code>
/// size, type 0, start ticks, duration, metadata id, string count, strings (encodings 0, 1, 3, 4, 5)
/// element := name, attribute count, (key, value) each, child count, element each     all names are indexes of strings
/// root > metadata > class (name, id, superType, simpleType) > field (name, class, constantPool, dimension)
/// </code>
/// </remarks>
internal sealed class ChunkMetadata
{
    private const int DeepestElement = 32;

    private readonly Dictionary<long, TypeDescriptor> _types = [];

    public IReadOnlyDictionary<long, TypeDescriptor> Types => _types;

    public static ChunkMetadata Parse(MappedChunk chunk)
    {
        var cursor = chunk.At(chunk.Header.MetadataOffset);
        cursor.ReadVarint();
        if (cursor.ReadVarint() != 0)
        {
            throw cursor.Error("There is no metadata event where the chunk header says");
        }

        cursor.ReadVarint();
        cursor.ReadVarint();
        cursor.ReadVarint();
        var strings = new string[cursor.ReadCount("strings")];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = cursor.ReadString(out _) ?? "";
        }

        var metadata = new ChunkMetadata();
        metadata.ReadElement(ref cursor, strings, null, 0);
        return metadata;
    }

    public TypeDescriptor? Find(string name) => _types.Values.FirstOrDefault(type => type.Name == name);

    private void ReadElement(ref ChunkCursor cursor, string[] strings, TypeDescriptor? parent, int depth)
    {
        if (depth > DeepestElement)
        {
            throw cursor.Error($"Metadata elements are nested more than {DeepestElement} deep");
        }

        var element = Text(ref cursor, strings);
        string? name = null, id = null, type = null, superType = null, simple = null, pooled = null, dimension = null;
        for (var left = cursor.ReadCount("attributes"); left > 0; left--)
        {
            var key = Text(ref cursor, strings);
            var value = Text(ref cursor, strings);
            switch (key)
            {
                case "name": name = value; break;
                case "id": id = value; break;
                case "class": type = value; break;
                case "superType": superType = value; break;
                case "simpleType": simple = value; break;
                case "constantPool": pooled = value; break;
                case "dimension": dimension = value; break;
            }
        }

        var self = parent;
        if (element == "class" && name is not null)
        {
            self = new TypeDescriptor(Number(ref cursor, id), name, superType, simple == "true");
            _types[self.Id] = self;
        }
        else if (element == "field" && name is not null)
        {
            parent?.Fields.Add(new FieldDescriptor(name, Number(ref cursor, type), pooled == "true", dimension is not (null or "0")));
        }

        for (var left = cursor.ReadCount("elements"); left > 0; left--)
        {
            ReadElement(ref cursor, strings, self, depth + 1);
        }
    }

    private static string Text(ref ChunkCursor cursor, string[] strings)
    {
        var index = cursor.ReadVarint();
        return index < (ulong)strings.Length ? strings[index] : throw cursor.Error($"Metadata names string {index} of {strings.Length}");
    }

    private static long Number(ref ChunkCursor cursor, string? text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw cursor.Error($"'{text}' is not a type id");
}
