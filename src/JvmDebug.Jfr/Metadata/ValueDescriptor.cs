using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>A field of an event or of a struct.</summary>
public sealed class ValueDescriptor
{
    private readonly List<AnnotationElement> _annotations = [];

    internal ValueDescriptor(string name, long typeId, bool isPooled, bool isArray) =>
        (Name, TypeId, IsPooled, IsArray) = (name, typeId, isPooled, isArray);

    public string Name { get; }

    /// <summary><c>long</c>, <c>java.lang.String</c>, <c>java.lang.Thread</c>, <c>jdk.types.StackTrace</c>.</summary>
    public string TypeName => Type.Name;

    public bool IsArray { get; }

    /// <summary>The value is a key into the constant pool of its type.</summary>
    public bool IsPooled { get; }

    public string? Label => _annotations.Find(annotation => annotation.TypeName == "jdk.jfr.Label")?.Value;

    public string? Description => _annotations.Find(annotation => annotation.TypeName == "jdk.jfr.Description")?.Value;

    public ValueUnit Unit { get; private set; }

    /// <summary>The integer has no sign: <c>@Unsigned</c>, addresses.</summary>
    public bool IsUnsigned { get; private set; }

    public IReadOnlyList<AnnotationElement> Annotations => _annotations;

    /// <summary>The fields of a struct; empty for primitives and text.</summary>
    public IReadOnlyList<ValueDescriptor> Fields => Type.Fields;

    internal long TypeId { get; }

    internal TypeDescriptor Type { get; set; } = TypeDescriptor.Undeclared;

    internal TimeScale Scale { get; private set; }

    public override string ToString() => $"{TypeName}{(IsArray ? "[]" : "")} {Name}";

    internal void Add(AnnotationElement annotation) => _annotations.Add(annotation);

    /// <summary>Once the names of the annotation types are known.</summary>
    internal void BindUnit()
    {
        var isFrequency = _annotations.Exists(annotation => annotation.TypeName == "jdk.jfr.Frequency");
        foreach (var annotation in _annotations)
        {
            switch (annotation.TypeName)
            {
                case "jdk.jfr.Timestamp":
                    (Unit, Scale) = (ValueUnit.Timestamp, ScaleOf(annotation.Value));
                    break;
                case "jdk.jfr.Timespan":
                    (Unit, Scale) = (ValueUnit.Timespan, ScaleOf(annotation.Value));
                    break;
                case "jdk.jfr.DataAmount" or "jdk.jfr.MemoryAmount":
                    // Together with @Frequency it is a rate (NetworkUtilization, G1AdaptiveIHOP).
                    Unit = (annotation.Value == "BITS", isFrequency) switch
                    {
                        (true, true) => ValueUnit.BitsPerSecond,
                        (true, false) => ValueUnit.Bits,
                        (false, true) => ValueUnit.BytesPerSecond,
                        (false, false) => ValueUnit.Bytes,
                    };
                    break;
                case "jdk.jfr.Frequency" when Unit == ValueUnit.None:
                    Unit = ValueUnit.Hertz;
                    break;
                case "jdk.jfr.Percentage":
                    Unit = ValueUnit.Percentage;
                    break;
                case "jdk.jfr.MemoryAddress":
                    (Unit, IsUnsigned) = (ValueUnit.MemoryAddress, true);
                    break;
                case "jdk.jfr.Unsigned":
                    IsUnsigned = true;
                    break;
            }
        }
    }

    private static TimeScale ScaleOf(string? value) => value switch
    {
        "TICKS" => TimeScale.Ticks,
        "MICROSECONDS" => TimeScale.Microseconds,
        "MILLISECONDS" or "MILLISECONDS_SINCE_EPOCH" => TimeScale.Milliseconds,
        "SECONDS" or "SECONDS_SINCE_EPOCH" => TimeScale.Seconds,
        _ => TimeScale.Nanoseconds,
    };
}
