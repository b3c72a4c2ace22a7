namespace JvmDebug.Jfr;

/// <summary>A question to a recording with a name, as the JDK's <c>jfr view</c> has them.</summary>
/// <param name="Group"><c>jvm</c>, <c>environment</c> or <c>application</c>; <c>event</c> for the table of an event type.</param>
/// <param name="IsForm">One row, shown as a list of headings and values.</param>
/// <param name="Columns">Headings; null: the labels of the fields.</param>
/// <param name="Formats">For each column, as views.txt describes them; null: none.</param>
public sealed record ViewDefinition(string Name, string Group, string Label, bool IsForm, IReadOnlyList<string>? Columns, IReadOnlyList<string>? Formats, string Query)
{
    /// <summary>The group of what is no view with a name, but the table of an event type.</summary>
    internal const string OfType = "event";

    /// <summary>All views, in the order of their names.</summary>
    public static IReadOnlyList<ViewDefinition> All { get; } = ViewCatalog.Read();

    /// <summary>By its name, or the table of all fields of an event type (<c>jdk.CPULoad</c>, <c>CPULoad</c>).</summary>
    public static ViewDefinition Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(view => view.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? new ViewDefinition(name, OfType, name, false, null, null, $"SELECT * FROM {name}");
    }
}
