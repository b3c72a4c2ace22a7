namespace JvmDebug.Jfr.Metadata;

/// <summary>A type of a chunk as its metadata declares it. Ids hold for that chunk only; names are what binds.</summary>
internal sealed class TypeDescriptor(long id, string name, string? superType, bool isSimple)
{
    public long Id { get; } = id;

    /// <summary><c>jdk.ExecutionSample</c>, <c>java.lang.Thread</c>, <c>long</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Its value is that of its one field, without a wrapper.</summary>
    public bool IsSimple { get; } = isSimple;

    public bool IsEvent { get; } = superType == "jdk.jfr.Event";

    public List<FieldDescriptor> Fields { get; } = [];
}

/// <summary>A field in the order of the bytes; <c>IsPooled</c> values are keys into the constant pool of their type.</summary>
internal sealed record FieldDescriptor(string Name, long TypeId, bool IsPooled, bool IsArray);
