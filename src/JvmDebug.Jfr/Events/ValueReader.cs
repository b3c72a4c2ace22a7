using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr;

/// <summary>Decodes values of any type into objects.</summary>
internal static class ValueReader
{
    public static object?[] ReadFields(ref ChunkCursor cursor, TypeDescriptor type, ChunkConstants constants)
    {
        var values = new object?[type.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadField(ref cursor, type.Fields[i], constants);
        }

        return values;
    }

    public static object? ReadField(ref ChunkCursor cursor, ValueDescriptor field, ChunkConstants constants)
    {
        if (!field.IsArray)
        {
            return ReadElement(ref cursor, field, constants);
        }

        // A struct without fields takes no byte, so no count of it can be refuted by the size of the file.
        var count = cursor.ReadCount("array elements", field.IsPooled ? 1 : field.Type.LeastSize);
        if (!field.IsPooled && field.Type.LeastSize == 0 && count > 0)
        {
            throw cursor.Error($"An array of {count} values of {field.TypeName}, which has no fields");
        }

        var elements = new object?[count];
        for (var i = 0; i < count; i++)
        {
            elements[i] = ReadElement(ref cursor, field, constants);
        }

        return elements;
    }

    /// <summary>A value without a wrapper: that of the one field, for a simple type.</summary>
    public static object? ReadValue(ref ChunkCursor cursor, TypeDescriptor type, ChunkConstants constants)
    {
        switch (type.Kind)
        {
            case ValueKind.Boolean:
                return cursor.ReadByte() != 0;
            case ValueKind.Byte:
                return unchecked((sbyte)cursor.ReadByte());
            case ValueKind.Char:
                return unchecked((char)cursor.ReadVarint());
            case ValueKind.Short:
                return unchecked((short)cursor.ReadVarint());
            case ValueKind.Int:
                return cursor.ReadInt();
            case ValueKind.Long:
                return cursor.ReadLong();
            case ValueKind.Float:
                return cursor.ReadFloat();
            case ValueKind.Double:
                return cursor.ReadDouble();
            case ValueKind.Text:
                return constants.Text(ref cursor);
            case ValueKind.Struct when type.IsSimple && type.Fields.Count == 1:
                return Resolved(ReadField(ref cursor, type.Fields[0], constants));
            case ValueKind.Struct:
                var values = ReadFields(ref cursor, type, constants);
                return type.Name switch
                {
                    "java.lang.Thread" => new RecordedThread(type, values, constants),
                    "java.lang.Class" => new RecordedClass(type, values, constants),
                    "jdk.types.ClassLoader" => new RecordedClassLoader(type, values, constants),
                    "jdk.types.ThreadGroup" => new RecordedThreadGroup(type, values, constants),
                    "jdk.types.Method" => new RecordedMethod(type, values, constants),
                    "jdk.types.StackTrace" => new RecordedStackTrace(type, values, constants),
                    "jdk.types.StackFrame" => new RecordedFrame(type, values, constants),
                    _ => new RecordedObject(type, values, constants),
                };
            default:
                throw cursor.Error("A value is of a type that is not declared");
        }
    }

    public static object? Resolved(object? value) => value is PoolReference reference ? reference.Value : value;

    private static object? ReadElement(ref ChunkCursor cursor, ValueDescriptor field, ChunkConstants constants) =>
        field.IsPooled ? constants.Reference(field.Type, cursor.ReadVarint()) : ReadValue(ref cursor, field.Type, constants);
}
