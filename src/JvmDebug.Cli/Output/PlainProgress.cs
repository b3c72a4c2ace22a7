using System.Globalization;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Output;

/// <summary>Progress into a log: a line a stage, and one every ten seconds of a long one.</summary>
internal sealed class PlainProgress(TextWriter stderr, TimeProvider time) : ConsoleProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _lastLine = time.GetTimestamp();
    private string _stage = "";

    public override void Stage(string description) => Line(_stage = description);

    public override void Note(string fact) => Line(fact);

    public override void Warning(string text) => Line("warning: " + text);

    public override void Waiting(TimeSpan elapsed, TimeSpan total) =>
        NowAndThen(() => string.Create(CultureInfo.InvariantCulture, $"{_stage}: {elapsed.TotalSeconds:0} of {total.TotalSeconds:0} s"));

    public override void Transfer(long received, long total) =>
        NowAndThen(() => $"Received {ByteSize.Format(received)} of {ByteSize.Format(total)}");

    private void NowAndThen(Func<string> text)
    {
        if (time.GetElapsedTime(_lastLine) >= Interval)
        {
            Line(text());
        }
    }

    private void Line(string text)
    {
        lock (_lock)
        {
            stderr.WriteLine(TerminalText.Line(text));
            _lastLine = time.GetTimestamp();
        }
    }
}
