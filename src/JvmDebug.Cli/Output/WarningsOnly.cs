namespace JvmDebug.Cli.Output;

/// <summary>What <c>-q</c> leaves.</summary>
internal sealed class WarningsOnly(TextWriter stderr) : ConsoleProgress
{
    public override void Stage(string description)
    {
    }

    public override void Note(string fact)
    {
    }

    public override void Warning(string text) => stderr.WriteLine("warning: " + TerminalText.Line(text));

    public override void Waiting(TimeSpan elapsed, TimeSpan total)
    {
    }

    public override void Transfer(long received, long total)
    {
    }
}
