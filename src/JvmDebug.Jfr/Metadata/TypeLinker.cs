using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Metadata;

/// <summary>Binds the ids in metadata to types, and refuses types whose values could never end.</summary>
internal static class TypeLinker
{
    // The largest type of a JDK (jdk.GCConfiguration and its like) has some thirty fields, structs within structs included.
    private const int MostFields = 10_000;
    private const int Deepest = 32;

    public static void Link(Dictionary<long, TypeDescriptor> types, List<AnnotationElement> annotations, ChunkCursor cursor)
    {
        foreach (var annotation in annotations)
        {
            annotation.TypeName = types.TryGetValue(annotation.TypeId, out var type) ? type.Name : "";
        }

        foreach (var field in types.Values.SelectMany(type => type.Fields))
        {
            field.Type = types.GetValueOrDefault(field.TypeId, TypeDescriptor.Undeclared);
            field.BindUnit();
        }

        var counts = new Dictionary<TypeDescriptor, int>();
        foreach (var type in types.Values)
        {
            CountFields(type, counts, cursor, 0);
        }
    }

    /// <summary>Fields of a type with those of the structs inside it; a type inside itself, or a tower of doublings, is damage.</summary>
    private static int CountFields(TypeDescriptor type, Dictionary<TypeDescriptor, int> counts, ChunkCursor cursor, int depth)
    {
        if (depth > Deepest)
        {
            throw cursor.Error($"Structs are nested more than {Deepest} deep");
        }

        if (counts.TryGetValue(type, out var known))
        {
            return known >= 0 ? known : throw cursor.Error($"Values of {type.Name} contain themselves");
        }

        counts[type] = -1;
        var (fields, size) = (1, type.Kind switch { ValueKind.Struct or ValueKind.Undeclared => 0, ValueKind.Float => 4, ValueKind.Double => 8, _ => 1 });
        if (type.Kind == ValueKind.Struct)
        {
            foreach (var field in type.Fields)
            {
                fields += field.IsPooled ? 1 : CountFields(field.Type, counts, cursor, depth + 1);
                size += field.IsPooled || field.IsArray ? 1 : field.Type.LeastSize;
                if (fields > MostFields)
                {
                    throw cursor.Error($"A value of {type.Name} has more than {MostFields} fields");
                }
            }
        }

        type.LeastSize = size;
        type.IsIntegers = type.Kind switch
        {
            ValueKind.Short or ValueKind.Char or ValueKind.Int or ValueKind.Long => true,
            ValueKind.Struct => size > 0 && type.Fields.TrueForAll(field => !field.IsArray && (field.IsPooled || field.Type.IsIntegers)),
            _ => false,
        };
        return counts[type] = fields;
    }
}
