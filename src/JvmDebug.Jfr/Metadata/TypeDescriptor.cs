namespace JvmDebug.Jfr.Metadata;

/// <summary>How a value of a type is written.</summary>
internal enum ValueKind
{
    Undeclared,
    Boolean,
    Byte,
    Char,
    Short,
    Int,
    Long,
    Float,
    Double,
    Text,
    Struct,
}

/// <summary>A type of a chunk as its metadata declares it. Ids hold for that chunk only; names are what binds.</summary>
internal sealed class TypeDescriptor(long id, string name, string? superType, bool isSimple)
{
    private EventType? _eventType;

    /// <summary>Stands for a type id that the metadata does not declare; reading a value of it is an error.</summary>
    public static TypeDescriptor Undeclared { get; } = new(-1, "(undeclared)", null, false) { Kind = ValueKind.Undeclared };

    public long Id { get; } = id;

    /// <summary><c>jdk.ExecutionSample</c>, <c>java.lang.Thread</c>, <c>long</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Its value is that of its one field, without a wrapper.</summary>
    public bool IsSimple { get; } = isSimple;

    public bool IsEvent { get; } = superType == "jdk.jfr.Event";

    public ValueKind Kind { get; private init; } = name switch
    {
        "boolean" => ValueKind.Boolean,
        "byte" => ValueKind.Byte,
        "char" => ValueKind.Char,
        "short" => ValueKind.Short,
        "int" => ValueKind.Int,
        "long" => ValueKind.Long,
        "float" => ValueKind.Float,
        "double" => ValueKind.Double,
        "java.lang.String" => ValueKind.Text,
        _ => ValueKind.Struct,
    };

    public List<ValueDescriptor> Fields { get; } = [];

    public List<AnnotationElement> Annotations { get; } = [];

    public List<SettingDescriptor> Settings { get; } = [];

    /// <summary>The least number of bytes that a value takes; 0 only for a struct without fields.</summary>
    public int LeastSize { get; set; }

    /// <summary>A value is <see cref="LeastSize"/> integers and nothing else: a stack frame, mostly.</summary>
    public bool IsIntegers { get; set; }

    public EventType EventType => _eventType ??= new EventType(this);

    public ValueDescriptor? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>A field, or a field of a field.</summary>
    public ValueDescriptor? FindField(string path)
    {
        var (type, field) = (this, (ValueDescriptor?)null);
        foreach (var name in path.Split('.'))
        {
            field = type.Field(name);
            if (field is null)
            {
                return null;
            }

            type = field.Type;
        }

        return field;
    }

    public AnnotationElement? Annotation(string typeName)
    {
        foreach (var annotation in Annotations)
        {
            if (annotation.TypeName == typeName)
            {
                return annotation;
            }
        }

        return null;
    }

    public string? AnnotationValue(string typeName) => Annotation(typeName)?.Value;
}
