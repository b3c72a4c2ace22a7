using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Output;

/// <summary>One line that is rewritten: what is going on, for how long, how far; facts scroll away above it.</summary>
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "Standard error belongs to the process.")]
internal sealed class TerminalProgress : ConsoleProgress
{
    private const string ClearLine = "\r\e[K";
    private const int BarWidth = 24;
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(120);

    private readonly TextWriter _stderr;
    private readonly bool _colour;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private string? _description;
    private string _detail = "";
    private long _stageStart;
    private int _frame;
    private bool _closed;
    private bool _done;

    public TerminalProgress(TextWriter stderr, bool colour, TimeProvider time)
    {
        (_stderr, _colour, _time) = (stderr, colour, time);
        _timer = time.CreateTimer(_ => Tick(), null, Refresh, Refresh);
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_stageStart);

    public override void Done() => _done = true;

    public override void Interrupt(string why)
    {
        lock (_lock)
        {
            FinishStage(succeeded: false);
            // What is still done now warns if it fails.
            _done = true;
            Above(Paint("33", why));
        }
    }

    public override void Stage(string description)
    {
        lock (_lock)
        {
            FinishStage(succeeded: true);
            (_description, _detail, _stageStart) = (description, "", _time.GetTimestamp());
            Draw();
        }
    }

    public override void Note(string fact) => Above("  " + Paint("2", TerminalText.Line(fact)));

    public override void Warning(string text) => Above(Paint("33", "warning:") + " " + TerminalText.Line(text));

    public override void Waiting(TimeSpan elapsed, TimeSpan total)
    {
        var left = Math.Ceiling((total - elapsed).TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        Detail($"{Bar(elapsed / total)} {left} s left");
    }

    public override void Transfer(long received, long total)
    {
        var rate = received / Math.Max(0.001, Elapsed.TotalSeconds);
        Detail($"{Bar((double)received / total)} {ByteSize.Format(received)} of {ByteSize.Format(total)}, {ByteSize.Format((long)rate)}/s");
    }

    public override void Count(int finished, int total) =>
        Detail(string.Create(CultureInfo.InvariantCulture, $"{Bar((double)finished / total)} {finished} of {total}"));

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                FinishStage(_done);
                _closed = true;
            }
        }

        _timer.Dispose();
        base.Dispose(disposing);
    }

    private static string Bar(double share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return new string('━', full) + new string('╌', BarWidth - full);
    }

    private string Paint(string code, string text) => _colour ? $"\e[{code}m{text}\e[0m" : text;

    private void Detail(string text)
    {
        lock (_lock)
        {
            _detail = text;
        }
    }

    private void Above(string line)
    {
        lock (_lock)
        {
            _stderr.Write(ClearLine);
            _stderr.WriteLine(line);
            Draw();
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            _frame++;
            Draw();
        }
    }

    private void FinishStage(bool succeeded)
    {
        if (_description is { } finished)
        {
            var mark = succeeded ? Paint("32", "✓") : Paint("31", "✗");
            _stderr.Write(ClearLine);
            _stderr.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mark} {TerminalText.Line(finished)} ({Elapsed.TotalSeconds:0.0} s)"));
            _description = null;
        }
    }

    private void Draw()
    {
        if (_closed || _description is not { } description)
        {
            return;
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{Spinner[_frame % Spinner.Length]} {TerminalText.Line(description)}  {Elapsed.TotalSeconds:0.0} s  {_detail}");
        var width = Width();
        // A line that wraps could not be rewritten.
        _stderr.Write(ClearLine + (line.Length < width ? line : line[..(width - 1)]));
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
