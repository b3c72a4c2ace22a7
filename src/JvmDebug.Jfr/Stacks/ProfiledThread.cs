namespace JvmDebug.Jfr.Stacks;

/// <summary>A thread that samples were taken of.</summary>
/// <param name="Id">Java's thread id, the operating system's where there is none, 0 if unknown.</param>
/// <param name="Pool">The name without what numbers it: threads of a pool share it.</param>
public sealed record ProfiledThread(string Name, long Id, string Pool)
{
    internal static readonly ProfiledThread None = new("(no thread)", 0, "(no thread)");

    // A server has as many of them as requests; one by one they say nothing.
    private static readonly ProfiledThread Virtual = new("(virtual threads)", 0, "(virtual threads)");

    internal static ProfiledThread Of(string? name, long id, bool isVirtual) => string.IsNullOrEmpty(name)
        ? isVirtual ? Virtual : id == 0 ? None : new ProfiledThread($"(unnamed {id})", id, "(unnamed)")
        : new ProfiledThread(name, id, PoolOf(name));

    /// <summary><c>http-nio-8080-exec-7</c> and its like are of <c>http-nio-8080-exec-*</c>.</summary>
    internal static string PoolOf(string name)
    {
        var digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1]))
        {
            digits--;
        }

        return digits == name.Length || digits == 0 ? name : name[..digits] + "*";
    }
}
