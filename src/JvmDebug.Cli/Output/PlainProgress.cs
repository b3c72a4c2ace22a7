using System.Globalization;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Output;

/// <summary>Progress into a log: a line a stage, and one every ten seconds of a long one.</summary>
internal sealed class PlainProgress(TextWriter stderr) : IClosableProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly System.Diagnostics.Stopwatch _sinceLine = System.Diagnostics.Stopwatch.StartNew();

    public void Stage(string description) => Line(description);

    public void Note(string fact) => Line(fact);

    public void Warning(string text) => Line("warning: " + text);

    public void Waiting(TimeSpan elapsed, TimeSpan total) =>
        NowAndThen(() => string.Create(CultureInfo.InvariantCulture, $"Recording: {elapsed.TotalSeconds:0} of {total.TotalSeconds:0} s"));

    public void Transfer(long received, long total) =>
        NowAndThen(() => $"Received {ByteSize.Format(received)} of {ByteSize.Format(total)}");

    public void Dispose()
    {
    }

    private void NowAndThen(Func<string> text)
    {
        if (_sinceLine.Elapsed >= Interval)
        {
            Line(text());
        }
    }

    private void Line(string text)
    {
        stderr.WriteLine(TerminalText.Clean(text));
        _sinceLine.Restart();
    }
}
