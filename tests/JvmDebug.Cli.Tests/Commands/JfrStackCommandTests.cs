using JvmDebug.Cli.Tests.Support;
using JvmDebug.Jfr.Export;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JfrStackCommandTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory(Timeout = 15000)]
    [InlineData("", "cpu")]
    [InlineData("--event alloc", "alloc")]
    [InlineData("--event alloc,lock,jdk.ClassLoad,alloc", "alloc lock jdk.ClassLoad")]
    [InlineData("--event all", "")]
    public async Task Events_are_named_one_several_or_all(string options, string events)
    {
        var request = await TestCli.RequestAsync<JfrFlamegraphRequest>($"jfr flamegraph {_file} {options}");

        Assert.Equal(events, string.Join(' ', request.Events.Select(one => one.Name)));
        Assert.Equal((".", false, null), (request.Output, request.Lines, request.Base));
    }

    [Fact(Timeout = 15000)]
    public async Task Recordings_to_compare_with_are_repeated()
    {
        var request = await TestCli.RequestAsync<JfrFlamegraphRequest>($"jfr flamegraph --diff {_file} --diff {_file} {_file} --lines --output x.html");

        Assert.Equal([_file, _file], request.Base!.Places);
        Assert.Equal(("x.html", true), (request.Output, request.Lines));
    }

    [Theory(Timeout = 15000)]
    [InlineData("--baseline")]
    [InlineData("--base")]
    [InlineData("--diff")]
    public async Task A_graph_is_drawn_of_what_a_sink_holds_and_compared_with_what_it_held_before(string baseline)
    {
        var request = await TestCli.RequestAsync<JfrFlamegraphRequest>($"jfr flamegraph s3://b/shop --last 1h --pod cart-* {baseline} 7d --event alloc");

        Assert.Equal(("s3://b/shop", Hour, "cart-*", TimeSpan.Zero), (request.Recordings.Places.Single(), request.Recordings.Last, request.Recordings.Pod, request.Recordings.Earlier));
        Assert.Equal(("s3://b/shop", Hour, "cart-*", TimeSpan.FromDays(7)), (request.Base!.Places.Single(), request.Base.Last, request.Base.Pod, request.Base.Earlier));
    }

    [Fact(Timeout = 15000)]
    public async Task A_report_is_compared_with_an_age_with_recordings_with_other_pods_or_with_nothing()
    {
        Assert.Null((await TestCli.RequestAsync<JfrReportRequest>($"jfr report {_file}")).Base);
        Assert.Equal(TimeSpan.FromDays(7), (await TestCli.RequestAsync<JfrReportRequest>("jfr report s3://b --last 1h --baseline 7d")).Base!.Earlier);
        Assert.Equal([_file, "s3://old"], (await TestCli.RequestAsync<JfrReportRequest>($"jfr report {_file} --baseline {_file} s3://old --output x.html")).Base!.Places);
        Assert.Equal("old-*", (await TestCli.RequestAsync<JfrReportRequest>("jfr report s3://b --pod new-* --baseline-pod old-*")).Base!.Pod);
    }

    [Theory(Timeout = 15000)]
    [InlineData("collapsed", StackFormat.Collapsed)]
    [InlineData("pprof", StackFormat.Pprof)]
    [InlineData("speedscope", StackFormat.Speedscope)]
    [InlineData("otlp", StackFormat.Otlp)]
    [InlineData("firefox", StackFormat.Firefox)]
    public async Task Formats_go_by_their_names(string name, object format)
    {
        var request = await TestCli.RequestAsync<JfrExportRequest>($"jfr export {_file} --format {name} --event lock");

        Assert.Equal((format, "lock"), (request.Format, request.Event.Name));
    }

    [Theory(Timeout = 15000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_to_the_recording_is_no_other_file(bool isOutput)
    {
        var link = _file + ".link";
        File.CreateSymbolicLink(link, _file);
        try
        {
            var run = await TestCli.OfAsync("jfr", "flamegraph", isOutput ? _file : link, "--output", isOutput ? link : _file);

            Assert.Equal((2, false), (run.ExitCode, run.Ran));
            Assert.Contains("would replace the recording it is made of", run.Stderr, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Theory(Timeout = 15000)]
    [InlineData("flamegraph FILE --event cpux", "'cpux' is neither one of cpu, native, wall")]
    [InlineData("flamegraph FILE --output FILE", "would replace the recording it is made of")]
    [InlineData("flamegraph FILE --diff /nowhere.jfr", "There is no file /nowhere.jfr.")]
    [InlineData("flamegraph FILE --diff FILE --output FILE", "would replace the recording it is made of")]
    [InlineData("flamegraph FILE --last 1h", "--last chooses among what a sink holds")]
    [InlineData("flamegraph s3://b --diff 7d", "moves the time of --last: add it")]
    [InlineData("report FILE --baseline 7d", "name sinks alone. (A file of that name is ./7d.)")]
    [InlineData("report FILE --baseline /nowhere.jfr", "There is no file /nowhere.jfr.")]
    [InlineData("report FILE --baseline FILE --baseline-pod x", "the baseline is none")]
    [InlineData("report s3://b --baseline FILE --output FILE", "would replace the recording it is made of")]
    [InlineData("export FILE", "--format")]
    [InlineData("export FILE --format svg", "'svg' is not a format: collapsed, pprof, speedscope, otlp or firefox.")]
    [InlineData("export FILE --format pprof --output -", "pprof is not text: name a file.")]
    [InlineData("export FILE --format otlp --event cpu,alloc", "'cpu,alloc' is neither one of")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_read(string arguments, string reason)
    {
        var run = await TestCli.OfAsync(["jfr", .. arguments.Replace("FILE", _file, StringComparison.Ordinal).Split(' ')]);

        Assert.Equal((2, "", false), (run.ExitCode, run.Stdout, run.Ran));
        Assert.Contains(reason, run.Stderr, StringComparison.Ordinal);
    }
}
