using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Metadata;

/// <summary>Steps over values of any type by its declaration: what a reader does not know it can still pass.</summary>
internal static class ValueSkipper
{
    public static void SkipField(ref ChunkCursor cursor, ValueDescriptor field)
    {
        if (field.IsArray)
        {
            SkipArray(ref cursor, field);
        }
        else if (field.IsPooled)
        {
            cursor.SkipVarint();
        }
        else
        {
            SkipValue(ref cursor, field.Type);
        }
    }

    // How deep this can go is bounded by what TypeLinker lets through.
    public static void SkipValue(ref ChunkCursor cursor, TypeDescriptor type)
    {
        if (type.IsIntegers)
        {
            cursor.SkipVarints(type.LeastSize);
            return;
        }

        switch (type.Kind)
        {
            case ValueKind.Byte or ValueKind.Boolean:
                cursor.Skip(1);
                break;
            case ValueKind.Float:
                cursor.Skip(4);
                break;
            case ValueKind.Double:
                cursor.Skip(8);
                break;
            case ValueKind.Text:
                cursor.SkipString();
                break;
            case ValueKind.Struct:
                foreach (var field in type.Fields)
                {
                    SkipField(ref cursor, field);
                }

                break;
            default:
                throw cursor.Error("A value is of a type that is not declared");
        }
    }

    private static void SkipArray(ref ChunkCursor cursor, ValueDescriptor field)
    {
        var type = field.Type;
        var count = cursor.ReadCount("array elements", field.IsPooled ? 1 : type.LeastSize);
        if (field.IsPooled)
        {
            cursor.SkipVarints(count);
        }
        else if (type.IsIntegers)
        {
            cursor.SkipVarints((long)count * type.LeastSize);
        }
        else if (type.Kind is ValueKind.Byte or ValueKind.Boolean)
        {
            cursor.Skip(count);
        }
        else if (type.Kind == ValueKind.Undeclared || type.LeastSize > 0)
        {
            for (; count > 0; count--)
            {
                SkipValue(ref cursor, type);
            }
        }
    }
}
