using System.Globalization;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.DryRuns;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Diagnostics.Jcmd;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.DryRuns;

/// <summary>On this very process, which is no JVM: a script that ran would say so.</summary>
public class DryRunTests
{
    private static readonly DebugTarget Target = new() { Name = "local/" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture), DryRun = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30000)]
    public async Task A_capture_tells_its_whole_course_with_the_names_it_would_use()
    {
        var plan = await RunAsync((sessions, progress) => new JfrCapture(sessions, progress).RunAsync(
            new JfrCaptureRequest { Target = Target, Duration = TimeSpan.FromSeconds(20), Settings = "profile", MaxSize = 64 << 20, Name = "x" }, Token));

        Assert.Equal("start_recording", plan.Operation);
        var file = plan.Arguments[3];
        Assert.Contains($"jcmd PID JFR.start name=jvmdebug-x settings=profile duration=30s maxsize=65536k filename=PLACE/{file}", plan.Steps);
        Assert.Contains("at the end: jcmd PID JFR.stop name=jvmdebug-x", plan.Steps);
        Assert.Contains($"send PLACE/{file}, and delete it once it is proven here", plan.Steps);
    }

    [Fact(Timeout = 30000)]
    public async Task A_recording_without_an_end_has_no_duration_in_its_command()
    {
        var plan = await RunAsync((sessions, progress) => new FlightRecorderControl(sessions, progress).StartAsync(new JfrStartRequest { Target = Target, MaxAge = TimeSpan.FromHours(1) }, Token));

        var start = Assert.Single(plan.Steps, step => step.Contains("JFR.start", StringComparison.Ordinal));
        Assert.DoesNotContain("duration", start, StringComparison.Ordinal);
        Assert.EndsWith("dumponexit=true maxage=3600s", start, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task Thread_dumps_tell_how_many_and_how_far_apart()
    {
        var plan = await RunAsync((sessions, progress) => new ThreadDumpCapture(sessions, progress).RunAsync(new ThreadDumpRequest { Target = Target, Count = 3, Interval = TimeSpan.FromSeconds(2) }, Token));

        Assert.Contains("3 times, 2 s apart: jcmd PID Thread.print -l -e", plan.Steps);
    }

    [Theory(Timeout = 30000)]
    [InlineData(BringWay.Dump, null, "jcmd PID JFR.dump name=NAME filename=PLACE/jvmdebug-dump-….jfr, of the one that was left to itself, which goes on", "send that copy, and delete it")]
    [InlineData(BringWay.Stop, "night", "jcmd PID JFR.stop name=night, of 'night'; one that is not ours is copied before with JFR.dump", "send its file, and delete it once it is proven here")]
    [InlineData(BringWay.Discard, "night", "jcmd PID JFR.stop name=night, of 'night', and delete its file")]
    [InlineData(BringWay.Fetch, null, "send the file of each that was left to itself and has ended, and delete it once it is proven here")]
    [InlineData(BringWay.Fetch, "night", "send the file of 'night', and delete it once it is proven here")]
    public async Task Getting_at_a_recording_begins_with_the_list_of_them_and_tells_what_follows(BringWay way, string? name, params string[] then)
    {
        var request = new JfrBringRequest { Target = Target, Way = way, Name = name };
        var plan = await RunAsync((sessions, progress) => new FlightRecorderControl(sessions, progress).BringAsync(request, Token), FlightRecorderControl.StepsOf(request));

        Assert.Equal("list_recordings", plan.Operation);
        Assert.Equal(["jcmd PID JFR.check", "list the files of ours where the JVM can write", .. then], plan.Steps.Skip(1));
    }

    [Fact(Timeout = 30000)]
    public async Task Every_other_command_that_enters_a_pod_can_tell_what_it_would_do()
    {
        Assert.Equal(["read /proc of the processes there"], (await RunAsync((sessions, _) => new JvmListing(sessions).RunAsync(Target, Token))).Steps);
        Assert.Equal("list_recordings", (await RunAsync((sessions, progress) => new FlightRecorderControl(sessions, progress).CheckAsync(Target, Token))).Operation);
        Assert.Equal("jcmd PID VM.flags -all", (await RunAsync((sessions, _) => new JcmdRun(sessions).RunAsync(Target, ["VM.flags", "-all"], JcmdRun.DefaultPatience, Token))).Steps[^1]);
        Assert.Equal("jcmd PID GC.class_histogram", (await RunAsync((sessions, progress) => new HeapHistogram(sessions, progress).RunAsync(new HeapHistogramRequest { Target = Target, Live = true }, Token))).Steps[^1]);
        Assert.Contains((await RunAsync((sessions, progress) => new HeapDumpCapture(sessions, progress).RunAsync(new HeapDumpRequest { Target = Target }, Token))).Steps, step => step.Contains("GC.heap_dump", StringComparison.Ordinal));
    }

    private static async Task<DryRunPlan> RunAsync(Func<DebugSessionFactory, IProgressReporter, Task> useCase, params IReadOnlyList<string> then)
    {
        var progress = new Silence();
        await using var sessions = new DebugSessionFactory(() => throw new InvalidOperationException("a local target needs no cluster"), progress, new DebugDefaults());
        return await DryRun.RunAsync(() => useCase(sessions, progress), then);
    }

    private sealed class Silence : IProgressReporter
    {
        public void Stage(string description)
        {
        }

        public void Note(string fact)
        {
        }

        public void Warning(string text)
        {
        }

        public void Waiting(TimeSpan elapsed, TimeSpan total)
        {
        }

        public void Transfer(long received, long total)
        {
        }
    }
}
