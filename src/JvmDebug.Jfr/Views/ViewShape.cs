namespace JvmDebug.Jfr;

/// <summary>What the values of a column are.</summary>
/// <param name="Label">For the heading; null while nothing is known of the column.</param>
internal readonly record struct ViewShape(ValueUnit Unit, bool IsNumber, string? Label)
{
    /// <summary>As the metadata has it; without a label if the type has no such field.</summary>
    public static ViewShape Declared(EventType type, ViewBinding.Field field) =>
        field.IsEventType ? new ViewShape(ValueUnit.None, false, LabelOf(type, field, null))
        : type.Field(field.Name) is not { } descriptor ? default
        : new ViewShape(field.Rest.Length == 0 ? descriptor.Unit : ValueUnit.None, IsNumeric(type.FindField(Path(field))), LabelOf(type, field, descriptor));

    public static string LabelOf(EventType type, ViewBinding.Field field, ValueDescriptor? descriptor) =>
        field.IsEventType ? "Event Type"
        : field.Name == "startTime" && type.Field("duration") is null ? "Time"
        : descriptor?.Label ?? field.Name;

    private static string Path(ViewBinding.Field field) => field.Rest.Length == 0 ? field.Name : $"{field.Name}.{field.Rest}";

    private static bool IsNumeric(ValueDescriptor? field) => field is { IsArray: false, TypeName: "byte" or "short" or "int" or "long" or "float" or "double" };
}
