namespace JvmDebug.Cli.Output;

/// <summary>What <c>-q</c> leaves.</summary>
internal sealed class WarningsOnly(TextWriter stderr) : IClosableProgress
{
    public void Stage(string description)
    {
    }

    public void Note(string fact)
    {
    }

    public void Warning(string text) => stderr.WriteLine("warning: " + TerminalText.Clean(text));

    public void Waiting(TimeSpan elapsed, TimeSpan total)
    {
    }

    public void Transfer(long received, long total)
    {
    }

    public void Dispose()
    {
    }
}
