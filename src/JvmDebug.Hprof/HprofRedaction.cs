namespace JvmDebug.Hprof;

/// <summary>
/// What is taken out of a heap dump. Lengths and everything that links objects stay, so every reader of HPROF opens the
/// result and finds the same classes, objects and paths to the roots.
/// </summary>
public enum HprofRedaction
{
    /// <summary>The dump as the JVM wrote it.</summary>
    None,

    /// <summary>
    /// The elements of every primitive array become zeros, and with them the text of every string; so does every
    /// <c>int</c> field called <c>hash</c> (of <c>String</c>, <c>HashMap.Node</c> ...), from which a short secret could be
    /// found by trying. Of the symbols only names of classes, fields, and methods on stacks stay: HotSpot's symbol table also
    /// holds the string literals of the program.
    /// </summary>
    Content,

    /// <summary><see cref="Content"/>, and every primitive field of every object and class.</summary>
    ContentAndFields,
}
