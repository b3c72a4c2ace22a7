using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Output;

/// <summary>One line that is rewritten: what is going on, for how long, how far; facts scroll away above it.</summary>
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "Standard error belongs to the process.")]
internal sealed class TerminalProgress : IClosableProgress
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter _stderr;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private readonly bool _colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Stopwatch _stage = new();
    private string? _description;
    private string _detail = "";
    private bool _closed;

    public TerminalProgress(TextWriter stderr)
    {
        _stderr = stderr;
        _timer = new Timer(_ => Draw(), null, Refresh, Refresh);
    }

    public void Stage(string description)
    {
        lock (_lock)
        {
            FinishStage();
            (_description, _detail) = (description, "");
            _stage.Restart();
        }

        Draw();
    }

    public void Note(string fact) => Above("  " + fact);

    public void Warning(string text) => Above((_colour ? "\e[33mwarning:\e[0m " : "warning: ") + TerminalText.Clean(text), clean: false);

    public void Waiting(TimeSpan elapsed, TimeSpan total)
    {
        var left = total - elapsed;
        Detail($"{Bar(elapsed / total)} {left.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s left");
    }

    public void Transfer(long received, long total)
    {
        var rate = received / Math.Max(0.001, _stage.Elapsed.TotalSeconds);
        Detail($"{Bar((double)received / total)} {ByteSize.Format(received)} of {ByteSize.Format(total)}, {ByteSize.Format((long)rate)}/s");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            FinishStage();
            _closed = true;
        }

        _timer.Dispose();
    }

    private static string Bar(double share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return new string('━', full) + new string('╌', BarWidth - full);
    }

    private void Detail(string text)
    {
        lock (_lock)
        {
            _detail = text;
        }
    }

    private void Above(string text, bool clean = true)
    {
        lock (_lock)
        {
            _stderr.Write("\r\e[K");
            _stderr.WriteLine(clean ? TerminalText.Clean(text) : text);
        }

        Draw();
    }

    private void FinishStage()
    {
        if (_description is { } done)
        {
            _stderr.Write("\r\e[K");
            _stderr.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(_colour ? "\e[32m✓\e[0m" : "✓")} {TerminalText.Clean(done)} ({_stage.Elapsed.TotalSeconds:0.0} s)"));
            _description = null;
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_closed || _description is not { } description)
            {
                return;
            }

            var line = string.Create(CultureInfo.InvariantCulture, $"… {TerminalText.Clean(description)}  {_stage.Elapsed.TotalSeconds:0.0} s  {_detail}");
            var width = Width();
            _stderr.Write("\r\e[K" + (line.Length < width ? line : line[..(width - 1)]));
        }
    }

    private static int Width()
    {
        try
        {
            return Math.Max(20, Console.WindowWidth);
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
