namespace JvmDebug.Jfr;

/// <summary>A thing of a recording as a cell of a table: how it reads, and what makes it the same as another.</summary>
internal sealed record NamedValue(string Text, string Identity)
{
    public bool Equals(NamedValue? other) => other is not null && Identity == other.Identity;

    public override int GetHashCode() => Identity.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}

/// <summary>Turns values of the generic level into cells, and finds what the views call a stack's top frames.</summary>
internal static class ViewValues
{
    /// <summary>Follows what is left of a path behind a field of an event.</summary>
    public static object? Follow(object? value, string rest)
    {
        while (rest.Length > 0 && value is not null)
        {
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            var name = dot < 0 ? rest : rest[..dot];
            rest = dot < 0 ? "" : rest[(dot + 1)..];
            value = (value, name) switch
            {
                (RecordedStackTrace stack, "topFrame") => stack.Frames is [var top, ..] ? top : null,
                (RecordedStackTrace stack, "topApplicationFrame") => stack.Frames.FirstOrDefault(IsApplication),
                (RecordedStackTrace stack, "topNotInitFrame") => stack.Frames.FirstOrDefault(frame => frame.IsJavaFrame && frame.Method?.Name != "<init>"),
                (RecordedObject parent, _) => parent.GetValue(name),
                _ => null,
            };
        }

        return value;
    }

    public static object? Cell(object? value) => value switch
    {
        RecordedThread thread => new NamedValue(thread.JavaName ?? thread.OSName ?? "", $"{thread.JavaThreadId} {thread.OSThreadId} {thread.Name}"),
        RecordedClass type => JavaNames.Class(type.Name),
        RecordedClassLoader loader => loader.Type is { } type ? JavaNames.Class(type.Name) : null,
        RecordedMethod method => JavaNames.Method(method),
        RecordedFrame frame => frame.Method is { } method ? JavaNames.Method(method) : null,
        RecordedStackTrace stack => stack.Frames is [{ Method: { } top }, ..]
            ? new NamedValue(
                JavaNames.Method(top),
                string.Join('\n', stack.Frames.Select(frame => $"{(frame.Method is { } method ? JavaNames.Method(method) : "")} {frame.LineNumber} {frame.BytecodeIndex}")))
            : null,
        RecordedThreadGroup group => group.Name,
        RecordedObject other => other.GetValue("name") is { } name ? Cell(name) : other.TypeName,
        object?[] elements => string.Join(", ", elements.Select(Cell)),
        char letter => letter.ToString(),
        int or short or sbyte => RecordedObject.ToLong(value, false),
        float single => (double)single,
        _ => value,
    };

    // The platform's loader counts as the application's, as in the JDK.
    private static bool IsApplication(RecordedFrame frame) =>
        frame.IsJavaFrame && frame.Method?.Type?.ClassLoader is { } loader && loader.Name != "bootstrap";
}
