namespace JvmDebug.Jfr.Stacks;

/// <summary>A frame of a call tree.</summary>
/// <param name="Class">Qualified, generated suffixes removed: <c>demo.Shop$$Lambda</c>; empty where there is none.</param>
/// <param name="Method">The method, function or class itself.</param>
/// <param name="Line">0 if lines are not told apart or not known.</param>
public readonly record struct StackFrame(string Class, string Method, FrameKind Kind, int Line = 0)
{
    internal static readonly StackFrame TruncatedRoot = new("", "[truncated]", FrameKind.Truncated);

    internal static readonly StackFrame NoStack = new("", "[no stack]", FrameKind.NoStack);

    /// <summary><c>package.Class.method</c>, with <c>:line</c> if lines are told apart.</summary>
    public string Name => (Class.Length == 0 ? Method : $"{Class}.{Method}") + (Line > 0 ? $":{Line}" : "");

    /// <summary>The source file as the compiler names it by convention: the recording does not say. Empty if it has no class.</summary>
    public string FileName
    {
        get
        {
            var outer = Class.IndexOf('$', StringComparison.Ordinal) is > 0 and var dollar ? Class[..dollar] : Class;
            return outer.Length == 0 ? "" : outer.Replace('.', '/') + ".java";
        }
    }
}
