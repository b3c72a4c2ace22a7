namespace JvmDebug.Jfr.Tests.Synthetic;

/// <summary>A type for the metadata of a <see cref="TestChunk"/>.</summary>
/// <param name="Annotations">Type name and value, such as <c>jdk.jfr.Timespan</c> and <c>TICKS</c>.</param>
internal sealed record TestType(long Id, string Name, TestField[] Fields, string? SuperType = null, bool IsSimple = false, (string Type, string Value)[]? Annotations = null)
{
    public static TestType Event(long id, string name, params TestField[] fields) => new(id, name, fields, "jdk.jfr.Event");
}

internal sealed record TestField(string Name, long Type, bool IsPooled = false, bool IsArray = false, params (string Type, string Value)[] Annotations)
{
    public static TestField Pooled(string name, long type) => new(name, type, true);

    public static TestField StartTime => new("startTime", TestChunk.LongType, false, false, ("jdk.jfr.Timestamp", "TICKS"));

    public static TestField Duration => new("duration", TestChunk.LongType, false, false, ("jdk.jfr.Timespan", "TICKS"));
}
