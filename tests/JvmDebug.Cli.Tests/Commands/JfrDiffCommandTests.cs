using JvmDebug.Cli.Recordings;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JfrDiffCommandTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact(Timeout = 15000)]
    public async Task Of_two_places_the_first_is_what_was_before() =>
        Assert.Equal((_file, "s3://new"), await SidesAsync($"jfr diff {_file} s3://new"));

    [Theory(Timeout = 15000)]
    [InlineData("--baseline")]
    [InlineData("--base")]
    public async Task What_to_compare_with_is_named_by_an_option_under_both_its_names(string option) =>
        Assert.Equal(($"{_file} s3://old", "s3://new"), await SidesAsync($"jfr diff s3://new {option} {_file} s3://old"));

    [Fact(Timeout = 15000)]
    public async Task An_age_means_the_same_sinks_that_much_earlier()
    {
        var request = await TestCli.RequestAsync<JfrDiffRequest>("jfr diff s3://b/shop --last 1h --baseline 7d --pod cart-* --fail-on regression");

        Assert.Equal((Hour, TimeSpan.Zero, "cart-*"), (request.Current.Last, request.Current.Earlier, request.Current.Pod));
        Assert.Equal((Hour, Week, "cart-*"), (request.Base.Last, request.Base.Earlier, request.Base.Pod));
        Assert.Equal(("s3://b/shop", "s3://b/shop", true), (request.Base.Places.Single(), request.Current.Places.Single(), request.FailOnRegression));
    }

    [Fact(Timeout = 15000)]
    public async Task The_time_and_the_pod_count_for_the_sinks_of_both_sides()
    {
        var request = await TestCli.RequestAsync<JfrDiffRequest>("jfr diff s3://old s3://new --last 1h --pod cart-0");

        Assert.Equal((Hour, "cart-0"), (request.Base.Last, request.Base.Pod));
        Assert.Equal((Hour, "cart-0"), (request.Current.Last, request.Current.Pod));
    }

    [Fact(Timeout = 15000)]
    public async Task Other_pods_of_the_same_sink_are_a_baseline()
    {
        var request = await TestCli.RequestAsync<JfrDiffRequest>("jfr diff s3://b --last 1h --pod new-* --baseline-pod old-*");

        Assert.Equal((Hour, TimeSpan.Zero, "old-*", "s3://b"), (request.Base.Last, request.Base.Earlier, request.Base.Pod, request.Base.Places.Single()));
        Assert.Equal(("new-*", "s3://b"), (request.Current.Pod, request.Current.Places.Single()));
    }

    [Fact]
    public void The_window_ends_now_and_takes_what_a_clock_ahead_has_stored()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);

        Assert.Equal((now - Hour, null), Window(new RecordingSelection([], Hour), now));
        Assert.Equal((now - Week - Hour, now - Week), Window(new RecordingSelection([], Hour, Week), now));
        Assert.Equal((null, null), Window(new RecordingSelection([]), now));
    }

    [Theory(Timeout = 15000)]
    [InlineData("diff s3://b", "or what to compare with by --baseline")]
    [InlineData("diff FILE FILE FILE", "or what to compare with by --baseline")]
    [InlineData("diff s3://b --baseline 7d", "--baseline 7d moves the time of --last: add it")]
    [InlineData("diff s3://b --last 24h --baseline 1h", "both sides would have recordings in common")]
    [InlineData("diff s3://b FILE --last 1h --baseline 7d", "name sinks alone. (A file of that name is ./7d.)")]
    [InlineData("diff s3://b/x.jfr --last 1h --baseline 7d", "name sinks alone")]
    [InlineData("diff s3://b --last 1h --baseline 7d FILE", "do not go together")]
    [InlineData("diff s3://b --baseline week", "There is no file week.")]
    [InlineData("diff s3:// FILE", "'s3://' is incomplete")]
    [InlineData("diff ftp://b FILE", "'ftp://b' is not a sink")]
    [InlineData("diff /tmp FILE", "or the directory as a sink: file:///tmp.")]
    [InlineData("diff FILE FILE --last 1h", "--last chooses among what a sink holds")]
    [InlineData("diff FILE FILE --pod x", "--pod chooses among what a sink holds")]
    [InlineData("diff s3://b --baseline FILE --baseline-pod x", "the baseline is none")]
    [InlineData("diff s3://b s3://c --pod ", "--pod is a pod's name, or a pattern")]
    [InlineData("diff s3://b s3://c --last soon", "'soon' is not an age")]
    [InlineData("report FILE --last 1h", "--last chooses among what a sink holds")]
    [InlineData("summary s3://b/x.jfr --pod x", "--pod chooses among what a sink holds")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_contacted(string arguments, string reason)
    {
        var run = await TestCli.OfAsync(["jfr", .. arguments.Replace("FILE", _file, StringComparison.Ordinal).Split(' ')]);

        Assert.Equal((2, "", false), (run.ExitCode, run.Stdout, run.Ran));
        Assert.Contains(reason, run.Stderr, StringComparison.Ordinal);
    }

    private static async Task<(string Base, string Current)> SidesAsync(string commandLine)
    {
        var request = await TestCli.RequestAsync<JfrDiffRequest>(commandLine);
        return (string.Join(' ', request.Base.Places), string.Join(' ', request.Current.Places));
    }

    private static (DateTimeOffset?, DateTimeOffset?) Window(RecordingSelection selection, DateTimeOffset now) =>
        selection.FilterAt(now) is var filter ? (filter.After, filter.Until) : default;
}
