using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Metadata;

/// <summary>Steps over values of any type by its declaration: what a reader does not know it can still pass.</summary>
internal sealed class ValueSkipper(ChunkMetadata metadata)
{
    private const int Deepest = 32;

    public void SkipFields(ref ChunkCursor cursor, TypeDescriptor type, int depth = 0)
    {
        if (depth > Deepest)
        {
            throw cursor.Error($"Values of {type.Name} are nested more than {Deepest} deep");
        }

        foreach (var field in type.Fields)
        {
            SkipField(ref cursor, field, depth);
        }
    }

    public void SkipField(ref ChunkCursor cursor, FieldDescriptor field, int depth = 0)
    {
        var count = field.IsArray ? cursor.ReadCount("array elements") : 1;
        for (; count > 0; count--)
        {
            if (field.IsPooled)
            {
                cursor.ReadVarint();
            }
            else
            {
                SkipValue(ref cursor, field.TypeId, depth);
            }
        }
    }

    private void SkipValue(ref ChunkCursor cursor, long typeId, int depth)
    {
        if (!metadata.Types.TryGetValue(typeId, out var type))
        {
            throw cursor.Error($"Type {typeId} is not declared");
        }

        switch (type.Name)
        {
            case "byte" or "boolean":
                cursor.Skip(1);
                break;
            case "short" or "char" or "int" or "long":
                cursor.ReadVarint();
                break;
            case "float":
                cursor.Skip(4);
                break;
            case "double":
                cursor.Skip(8);
                break;
            case "java.lang.String":
                cursor.SkipString();
                break;
            default:
                SkipFields(ref cursor, type, depth + 1);
                break;
        }
    }
}
