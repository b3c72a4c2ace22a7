namespace JvmDebug.Cli.Completion;

/// <summary>
/// The shell's half of completion: asks <c>jvmdebug __complete WORD ...</c>, the last word being the one under the cursor,
/// and shows what it answers (<see cref="Candidates"/>).
/// </summary>
internal static class CompletionScript
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell", "kubectl"];

    public static string For(string shell)
    {
        using var stream = typeof(CompletionScript).Assembly.GetManifestResourceStream("completion." + shell)
            ?? throw new ArgumentException($"There is no completion script for {shell}.", nameof(shell));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
