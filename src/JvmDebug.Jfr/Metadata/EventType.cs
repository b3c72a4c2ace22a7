using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>A type of events as one chunk declares it. Ids hold for that chunk alone; names are what binds.</summary>
public sealed class EventType
{
    private readonly TypeDescriptor _type;

    internal EventType(TypeDescriptor type) => _type = type;

    /// <summary><c>jdk.ExecutionSample</c>. The names of JDK 9 and 10, <c>com.oracle.jdk.ExecutionSample</c>, are given in today's form.</summary>
    public string Name => _type.Name;

    public long Id => _type.Id;

    /// <summary>For people: <c>Method Profiling Sample</c>; null if the type has none.</summary>
    public string? Label => _type.AnnotationValue("jdk.jfr.Label");

    public string? Description => _type.AnnotationValue("jdk.jfr.Description");

    /// <summary>From the general to the particular: <c>Java Virtual Machine</c>, <c>GC</c>, <c>Phases</c>.</summary>
    public IReadOnlyList<string> Category => [.. _type.Annotation("jdk.jfr.Category")?.Values ?? []];

    /// <summary>The JDK promises nothing of it: it may change, or be gone, in the next release.</summary>
    public bool IsExperimental => _type.Annotation("jdk.jfr.Experimental") is not null;

    /// <summary>In the order of the bytes.</summary>
    public IReadOnlyList<ValueDescriptor> Fields => _type.Fields;

    public IReadOnlyList<AnnotationElement> Annotations => _type.Annotations;

    public IReadOnlyList<SettingDescriptor> Settings => _type.Settings;

    public ValueDescriptor? Field(string name) => _type.Field(name);

    /// <summary>A field, or a field of a field by its path: <c>sampledThread.javaName</c>.</summary>
    public ValueDescriptor? FindField(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _type.FindField(path);
    }

    public override string ToString() => Name;
}
