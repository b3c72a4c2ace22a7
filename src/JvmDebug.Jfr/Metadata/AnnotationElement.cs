namespace JvmDebug.Jfr;

/// <summary>An annotation of an event type, a field or a setting, as written in the metadata: all members are text.</summary>
public sealed class AnnotationElement
{
    private readonly KeyValuePair<string, string>[] _members;

    internal AnnotationElement(long typeId, KeyValuePair<string, string>[] members) => (TypeId, _members) = (typeId, members);

    /// <summary><c>jdk.jfr.Label</c>, <c>jdk.jfr.Timespan</c>.</summary>
    public string TypeName { get; internal set; } = "";

    /// <summary>The members; an array's are <c>value-0</c>, <c>value-1</c> and so on.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Members => _members;

    /// <summary>The member <c>value</c>; null if there is none.</summary>
    public string? Value => _members.FirstOrDefault(member => member.Key == "value").Value;

    /// <summary>The elements of a member <c>value</c> that is an array, such as those of <c>jdk.jfr.Category</c>.</summary>
    public IEnumerable<string> Values => _members.Where(member => member.Key.StartsWith("value-", StringComparison.Ordinal)).Select(member => member.Value);

    internal long TypeId { get; }
}
