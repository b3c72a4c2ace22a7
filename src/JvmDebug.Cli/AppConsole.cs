namespace JvmDebug.Cli;

/// <summary>
/// What a command sees of the world it is started from: streams, whether a person looks at them, and the name it was called
/// by. Results go to <paramref name="Stdout"/>, everything else to <paramref name="Stderr"/>.
/// </summary>
internal sealed record AppConsole(TextWriter Stdout, TextWriter Stderr, string ProgramName = "jvmdebug")
{
    /// <summary>Asked for by a command whose argument is <c>-</c>.</summary>
    public Func<Stream> Stdin { get; init; } = Console.OpenStandardInput;

    public bool StdoutIsTerminal { get; init; }

    public bool StderrIsTerminal { get; init; }

    /// <summary>No colour for the terminal: https://no-color.org.</summary>
    public bool NoColour { get; init; }

    /// <summary>How the program is called in help and hints. kubectl's users know it as a plugin.</summary>
    public string DisplayName => ProgramName.StartsWith("kubectl-", StringComparison.Ordinal) ? "kubectl jvmdebug" : "jvmdebug";

    public static AppConsole OfProcess()
    {
        // A dumb terminal (Emacs' shell, some CI) shows escape sequences as text.
        var canRewrite = Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "" or null) || OperatingSystem.IsWindows();
        return new AppConsole(Console.Out, Console.Error, Path.GetFileName(Environment.GetCommandLineArgs()[0]))
        {
            StdoutIsTerminal = !Console.IsOutputRedirected && canRewrite,
            StderrIsTerminal = !Console.IsErrorRedirected && canRewrite,
            NoColour = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 },
        };
    }
}
