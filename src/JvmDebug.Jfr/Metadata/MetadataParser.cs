using System.Globalization;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Metadata;

/// <summary>Reads a metadata event.</summary>
/// <remarks>
/// <code>
/// size, type 0, start ticks, duration, metadata id, string count, strings (encodings 0, 1, 3, 4, 5)
/// element := name, attribute count, (key, value) each, child count, element each     all names are indexes of strings
/// root > metadata > class (name, id, superType, simpleType)
///                     > setting (name, class, defaultValue)
///                     > field (name, class, constantPool, dimension) > annotation (class, members)
///      > region (locale, gmtOffset in milliseconds)
/// </code>
/// Elements of other names are passed over: their number grows with the versions.
/// </remarks>
internal ref struct MetadataParser
{
    private const int DeepestElement = 32;

    private readonly string[] _strings;
    private readonly Dictionary<long, TypeDescriptor> _types = [];
    private readonly List<AnnotationElement> _annotations = [];

    // Those of the current element: thousands of elements have none or two.
    private readonly List<KeyValuePair<string, string>> _attributes = [];
    private ChunkCursor _cursor;
    private RecordingRegion? _region;

    private MetadataParser(ChunkCursor cursor)
    {
        _cursor = cursor;
        _strings = new string[_cursor.ReadCount("strings")];
        for (var i = 0; i < _strings.Length; i++)
        {
            _strings[i] = _cursor.ReadString(out _) ?? "";
        }
    }

    /// <param name="cursor">At the metadata event.</param>
    public static ChunkMetadata Parse(ChunkCursor cursor)
    {
        SkipHead(ref cursor);
        var parser = new MetadataParser(cursor);
        parser.ReadElement(null, null, 0);
        TypeLinker.Link(parser._types, parser._annotations, parser._cursor);
        return new ChunkMetadata(parser._types, parser._region);
    }

    /// <summary>Behind the part that differs from chunk to chunk; what follows is the same when the types are.</summary>
    public static void SkipHead(ref ChunkCursor cursor)
    {
        var start = cursor.Position;
        var size = cursor.ReadLong();
        if (cursor.ReadVarint() != 0)
        {
            throw cursor.Error("There is no metadata event where the chunk header says");
        }

        cursor.Narrow(start, size, "metadata event");
        cursor.ReadVarint();
        cursor.ReadVarint();
        cursor.ReadVarint();
    }

    private void ReadElement(TypeDescriptor? type, ValueDescriptor? field, int depth)
    {
        if (depth > DeepestElement)
        {
            throw _cursor.Error($"Metadata elements are nested more than {DeepestElement} deep");
        }

        var element = Text();
        var attributes = _attributes;
        attributes.Clear();
        for (var left = _cursor.ReadCount("attributes"); left > 0; left--)
        {
            attributes.Add(KeyValuePair.Create(Text(), Text()));
        }

        switch (element)
        {
            case "class" when Find(attributes, "name") is { } name:
                type = new TypeDescriptor(Number(attributes, "id"), Today(name), Find(attributes, "superType") is { } super ? Today(super) : null, Find(attributes, "simpleType") == "true");
                _types[type.Id] = type;
                field = null;
                break;
            case "field" when Find(attributes, "name") is { } name:
                field = new ValueDescriptor(name, Number(attributes, "class"), Find(attributes, "constantPool") == "true", Find(attributes, "dimension") is not (null or "0"));
                type?.Fields.Add(field);
                break;
            case "setting" when Find(attributes, "name") is { } name:
                type?.Settings.Add(new SettingDescriptor(name, Find(attributes, "defaultValue")));
                // The annotations below are those of the setting, not of the type.
                (type, field) = (null, null);
                break;
            case "annotation":
                var annotation = new AnnotationElement(Number(attributes, "class"), Members(attributes));
                _annotations.Add(annotation);
                if (field is not null)
                {
                    field.Add(annotation);
                }
                else
                {
                    type?.Annotations.Add(annotation);
                }

                break;
            case "region":
                var offset = Find(attributes, "gmtOffset") is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : 0;
                _region = new RecordingRegion(Find(attributes, "locale"), TimeSpan.FromMilliseconds(offset));
                break;
        }

        for (var left = _cursor.ReadCount("elements"); left > 0; left--)
        {
            ReadElement(type, field, depth + 1);
        }
    }

    /// <summary>JDK 9 and 10 used names of Oracle's own for what has been <c>jdk.*</c> since.</summary>
    private static string Today(string name) =>
        name.StartsWith("com.oracle.jdk.", StringComparison.Ordinal) ? name["com.oracle.".Length..]
        : name.StartsWith("com.oracle.jfr.types.", StringComparison.Ordinal) ? "jdk.types." + name["com.oracle.jfr.types.".Length..]
        : name;

    private static KeyValuePair<string, string>[] Members(List<KeyValuePair<string, string>> attributes)
    {
        attributes.RemoveAll(attribute => attribute.Key == "class");
        return [.. attributes];
    }

    private static string? Find(List<KeyValuePair<string, string>> attributes, string key)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Key == key)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    private string Text()
    {
        var index = _cursor.ReadVarint();
        return index < (ulong)_strings.Length ? _strings[index] : throw _cursor.Error($"Metadata names string {index} of {_strings.Length}");
    }

    private readonly long Number(List<KeyValuePair<string, string>> attributes, string key)
    {
        var text = Find(attributes, key);
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw _cursor.Error($"'{text}' is not a type id");
    }
}
