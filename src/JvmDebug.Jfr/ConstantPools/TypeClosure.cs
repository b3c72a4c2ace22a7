using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.ConstantPools;

/// <summary>The pools that may be asked for once a key of some type is known: a stack trace leads to methods, classes, symbols.</summary>
internal static class TypeClosure
{
    public static HashSet<TypeDescriptor> Of(IEnumerable<ValueDescriptor> fields, ChunkMetadata metadata)
    {
        var pooled = new HashSet<TypeDescriptor>();
        var seen = new HashSet<TypeDescriptor>();
        var open = new Stack<TypeDescriptor>();
        foreach (var field in fields)
        {
            Add(field);
        }

        while (open.TryPop(out var type))
        {
            foreach (var field in type.Fields)
            {
                Add(field);
            }
        }

        // Any text may be a key of this pool.
        if (metadata.Find("java.lang.String") is { } text)
        {
            pooled.Add(text);
        }

        return pooled;

        void Add(ValueDescriptor field)
        {
            if (field.IsPooled)
            {
                pooled.Add(field.Type);
            }

            if (seen.Add(field.Type))
            {
                open.Push(field.Type);
            }
        }
    }
}
