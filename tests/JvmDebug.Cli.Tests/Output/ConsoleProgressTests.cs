using JvmDebug.Cli.Output;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public sealed class ConsoleProgressTests : IDisposable
{
    private readonly StringWriter _stderr = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _stderr.Dispose();

    [Fact]
    public void A_log_gets_a_line_a_stage_and_one_every_ten_seconds()
    {
        using var progress = new PlainProgress(_stderr, _time);
        progress.Stage("Recording for 60 s");
        for (var second = 1; second <= 25; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            progress.Waiting(TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(60));
        }

        progress.Stage("Receiving the recording");
        progress.Transfer(1, 2 << 20);
        _time.Advance(TimeSpan.FromSeconds(10));
        progress.Transfer(1 << 20, 2 << 20);
        progress.Note("a fact");
        progress.Warning("careful");

        Assert.Equal(
            ["Recording for 60 s", "Recording for 60 s: 10 of 60 s", "Recording for 60 s: 20 of 60 s", "Receiving the recording", "Received 1 MiB of 2 MiB", "a fact", "warning: careful"],
            Lines());
    }

    [Fact]
    public void Quiet_leaves_warnings()
    {
        using var progress = ConsoleProgress.For(new AppConsole(TextWriter.Null, _stderr) { StderrIsTerminal = true }, quiet: true);
        progress.Stage("Looking");
        progress.Note("a fact");
        progress.Waiting(TimeSpan.Zero, TimeSpan.FromSeconds(1));
        progress.Transfer(1, 2);
        progress.Warning("careful");
        progress.Done();

        Assert.Equal(["warning: careful"], Lines());
    }

    [Fact]
    public void A_terminal_keeps_a_ticked_line_for_each_stage_with_its_time()
    {
        using (var progress = new TerminalProgress(_stderr, colour: false, _time))
        {
            progress.Stage("Looking for the pod");
            _time.Advance(TimeSpan.FromSeconds(1.5));
            progress.Stage("Receiving");
            progress.Done();
        }

        Assert.Equal(["✓ Looking for the pod (1.5 s)", "✓ Receiving (0.0 s)"], Screen());
    }

    [Fact]
    public void A_terminal_shows_the_stage_that_failed()
    {
        using (var progress = new TerminalProgress(_stderr, colour: false, _time))
        {
            progress.Stage("Looking for the pod");
            progress.Stage("Starting the debug container");
        }

        Assert.Equal(["✓ Looking for the pod (0.0 s)", "✗ Starting the debug container (0.0 s)"], Screen());
    }

    [Fact]
    public void A_cancelled_stage_is_given_up_and_what_undoes_it_is_not()
    {
        using (var progress = new TerminalProgress(_stderr, colour: false, _time))
        {
            progress.Stage("Recording for 60 s");
            progress.Interrupt("Cancelled");
            progress.Stage("Stopping the recording");
        }

        Assert.Equal(["✗ Recording for 60 s (0.0 s)", "Cancelled", "✓ Stopping the recording (0.0 s)"], Screen());
    }

    [Fact]
    public void A_terminal_shows_facts_above_the_running_stage_and_how_far_it_is()
    {
        using var progress = new TerminalProgress(_stderr, colour: false, _time);
        progress.Stage("Receiving");
        _time.Advance(TimeSpan.FromSeconds(2));
        progress.Transfer(2 << 20, 4 << 20);
        progress.Note("a fact");

        Assert.Equal(["  a fact", "⠋ Receiving  2.0 s  ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 2 MiB of 4 MiB, 1 MiB/s"], Screen());
    }

    [Fact]
    public void The_time_that_is_left_is_on_the_line()
    {
        using var progress = new TerminalProgress(_stderr, colour: false, _time);
        progress.Stage("Recording for 60 s");
        progress.Waiting(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60));
        progress.Warning("careful");

        Assert.Equal(["warning: careful", "⠋ Recording for 60 s  0.0 s  ━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 45 s left"], Screen());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Colour_is_used_only_where_it_is_wanted(bool colour)
    {
        using (var progress = new TerminalProgress(_stderr, colour, _time))
        {
            progress.Stage("Looking");
            progress.Warning("careful");
        }

        Assert.Equal(colour, _stderr.ToString().Contains("\e[3", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_from_the_pod_cannot_move_the_cursor()
    {
        using (var progress = new TerminalProgress(_stderr, colour: false, _time))
        {
            progress.Stage("Looking\e[2J");
            progress.Note("a\r\nb");
        }

        Assert.Equal([@"  a\u000d\u000ab", @"✗ Looking\u001b[2J (0.0 s)"], Screen());
    }

    private string[] Lines() => _stderr.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is left to see: "\r\e[K" clears the line it is on.</summary>
    private string[] Screen() => [.. Lines().Select(line => line.Split("\r\e[K")[^1])];
}
