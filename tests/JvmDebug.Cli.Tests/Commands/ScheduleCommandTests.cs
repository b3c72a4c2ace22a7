using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Diagnostics.Triggers;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class ScheduleCommandTests
{
    private const string Create = "schedule create nightly -n shop -l app=shop --cron @hourly --sink s3://b/p?region=x --cli-image cli:1";

    [Fact(Timeout = 15000)]
    public async Task The_words_of_the_Job_make_the_work_that_was_asked_for()
    {
        var request = await TestCli.RequestAsync<ScheduleCreateRequest>(Create + " --action jfr --duration 90s --settings profile --summary --keep-last 3 --keep-for 30d --parallel 4 --workers 2 -c app");

        var work = await TestCli.RequestAsync<ScheduledWork>(string.Join(' ', ScheduleArguments.Of(request.Spec.Work)));

        Assert.Equal(request.Spec.Work.Target, work.Target);
        Assert.Equal(request.Spec.Work with { Target = work.Target, Sink = work.Sink }, work);
        Assert.Equal((true, TimeSpan.FromSeconds(90), 3, TimeSpan.FromDays(30), 2, "s3://b/p?region=x"), (work.Summary, work.Duration, work.Retention.KeepLast, work.Retention.KeepFor, work.Workers, work.Sink.Text));
    }

    [Fact(Timeout = 15000)]
    public async Task The_words_of_the_watching_pod_make_the_trigger_that_was_asked_for()
    {
        string[] create =
        [
            "schedule", "create", "full", "-l", "app=shop", "--when", "heap > 80% for 1m", "--interval", "30s", "--action-count", "2", "--action-count-sliding-window-duration", "24h",
            "--cool-down", "1h", "--action", "heap-dump", "--redact", "--file-name", "{trigger}_{pod}", "--sink", "s3://b?region=x", "--cli-image", "cli:1",
        ];
        var request = await TestCli.RequestAsync<ScheduleCreateRequest>(create);

        var work = await TestCli.RequestAsync<ScheduledWork>([.. ScheduleArguments.Of(request.Spec.Work)]);

        Assert.Equal(request.Spec.Work with { Target = work.Target, Sink = work.Sink }, work);
        Assert.Null(request.Spec.Cron);
        Assert.Equal(
            (ScheduleAction.HeapDump, true, "{trigger}_{pod}", new TriggerRule(new TriggerCondition(TriggerMetric.Heap, 80, TimeSpan.FromMinutes(1)), TimeSpan.FromSeconds(30), new TriggerLimits(2, TimeSpan.FromHours(24), TimeSpan.FromHours(1)))),
            (work.Action, work.Redact, work.FileName.Template, work.Trigger));
    }

    [Theory(Timeout = 15000)]
    [InlineData("schedule create nightly -l a=b --sink s3://b", "Either --cron or --when")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --cron @daily --when oomkilled", "Either --cron or --when")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --when disk", "is not a condition")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --when oomkilled --workers 2", "--workers belongs to --cron")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --cron @daily --cool-down 1m", "--cool-down belongs to --when")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --cron @daily --redact", "--redact belongs to --action heap-dump")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --cron @daily --action threads --summary", "--summary belongs to --action jfr")]
    [InlineData("schedule create nightly -l a=b --sink s3://b --cron @daily --file-name x", "without {pod}")]
    [InlineData("threads pod --output s3://", "is incomplete")]
    [InlineData("heap dump pod --output ftp://x", "is not a sink")]
    [InlineData("schedule create nightly -l a=b --cron 61 --sink s3://b", "--cron '61'")]
    [InlineData("schedule create Nightly -l a=b --cron @daily --sink s3://b", "'Nightly' is not a name")]
    [InlineData("schedule create nightly --cron @daily --sink s3://b", "--selector")]
    [InlineData("schedule create nightly -l a=b --cron @daily --sink ftp://b", "is not a sink")]
    [InlineData("schedule create nightly -l a=b --cron @daily --sink file:///d", "--sink-claim")]
    [InlineData("schedule create nightly -l a=b --cron @daily --sink s3://b --sink-claim c", "belongs to a file:// sink")]
    [InlineData("schedule create nightly -l a=b --cron @daily --sink s3://b --action coffee", "is not an action")]
    [InlineData("schedule create nightly -l a=b --cron @daily --sink s3://b --keep-for week", "is not an age")]
    [InlineData("schedule create nightly -l a=b --cron @daily --sink s3://b --service-account-annotation x", "KEY=VALUE")]
    [InlineData("jfr capture pod --output s3://", "is incomplete")]
    public async Task What_cannot_work_is_refused_before_anything_is_contacted(string commandLine, string reason)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains(reason, run.Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task What_was_mistyped_is_told_before_what_does_not_fit_together_and_all_of_it_at_once()
    {
        var run = await TestCli.OfAsync("schedule", "create", "Nightly", "-l", "a=b", "--when", "heap > 8O%", "--keep-for", "week", "--sink", "file:///d");

        Assert.Equal(
            """
            error: 'Nightly' is not a name: at most 43 lower-case letters, digits or '-', beginning and ending with a letter or digit.
            error: --when: 'heap > 8O%' is not a condition: 'heap > 80%', 'cpu > 90% for 2m', 'restarts > 0' or 'oomkilled'.
            error: 'week' is not an age, like 36h or 7d.
            error: Option '--cli-image' is required.
            See 'jvmdebug schedule create --help'.

            """,
            run.Stderr);
        Assert.Contains("--sink-claim", (await TestCli.OfAsync("schedule", "create", "nightly", "-l", "a=b", "--when", "heap > 80%", "--sink", "file:///d", "--cli-image", "cli:1")).Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task All_that_is_missing_is_told_at_once()
    {
        var run = await TestCli.OfAsync("schedule", "create");

        Assert.Equal(["Either --cron or --when: at which times, or on which condition.", "NAME is missing.", "Option '--selector' is required.", "Option '--sink' is required.", "Option '--cli-image' is required."],
            run.Stderr.TrimEnd().Split('\n')[..^1].Select(line => line["error: ".Length..]));
    }
}
