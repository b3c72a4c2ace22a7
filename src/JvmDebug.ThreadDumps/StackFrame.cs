namespace JvmDebug.ThreadDumps;

/// <summary>The parts of a frame: <c>java.lang.Thread.run(java.base@21/Thread.java:1583)</c>, or with the module in front.</summary>
internal static class StackFrame
{
    private static readonly string[] Jdk = ["java.", "jdk.", "sun.", "com.sun.jmx.", "com.sun.jndi."];

    // Threads of these run a Runnable inside one of their own.
    private static readonly string[] Wrappers = ["io.netty.util.", "org.jboss.threads."];

    public static ReadOnlySpan<char> Class(string frame)
    {
        var name = Name(frame);
        return name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";
    }

    public static string Method(string frame)
    {
        var name = Name(frame);
        return name[(name.LastIndexOf('.') + 1)..].ToString();
    }

    public static bool IsOfJdk(string frame) => Begins(frame, Jdk);

    /// <summary>Adds nothing to what the frame above it says.</summary>
    public static bool IsWrapper(string frame) => frame.Contains("$$Lambda", StringComparison.Ordinal) || Begins(frame, Wrappers);

    private static bool Begins(string frame, string[] packages)
    {
        foreach (var package in packages)
        {
            if (Name(frame).StartsWith(package, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Name(string frame)
    {
        var name = frame.AsSpan();
        if (name.IndexOf('(') is >= 0 and var parenthesis)
        {
            name = name[..parenthesis];
        }

        return name[(name.LastIndexOf('/') + 1)..];
    }
}
