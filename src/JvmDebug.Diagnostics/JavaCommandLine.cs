namespace JvmDebug.Diagnostics;

/// <summary>Reads a <c>java</c> command line as the launcher does (java(1), "Synopsis").</summary>
internal static class JavaCommandLine
{
    private static readonly HashSet<string> TakeNext = new(StringComparer.Ordinal)
    {
        "-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules", "--upgrade-module-path",
        "--add-exports", "--add-opens", "--add-reads", "--limit-modules", "--patch-module", "--describe-module", "-d",
        "--enable-native-access", "--source",
    };

    /// <summary>Main class, jar file name or module; null if there is none, as in a JVM made through JNI.</summary>
    public static string? MainClass(IReadOnlyList<string> arguments)
    {
        // Under an emulator the first words are its own and the path of java: start behind the last one of the leading java.
        var index = 1;
        if (arguments.Count > 1 && IsJava(arguments[1]))
        {
            index = arguments.Count > 2 && IsJava(arguments[2]) ? 3 : 2;
        }

        for (; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (argument is "-jar" or "-m" or "--module")
            {
                return index + 1 < arguments.Count ? FileName(arguments[index + 1]) : null;
            }

            if (TakeNext.Contains(argument))
            {
                index++;
            }
            else if (argument.Length > 0 && argument[0] is not ('-' or '@'))
            {
                return argument;
            }
        }

        return null;
    }

    private static bool IsJava(string argument) => argument == "java" || argument.EndsWith("/java", StringComparison.Ordinal);

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
