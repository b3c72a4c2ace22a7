using JvmDebug.Cli.Tests.Support;
using JvmDebug.Jfr.Export;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JfrStackCommandTests : IDisposable
{
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
        Assert.Equal((".", false, 0), (request.Output, request.Lines, request.Base.Count));
    }

    [Fact(Timeout = 15000)]
    public async Task Recordings_to_compare_with_are_repeated()
    {
        var request = await TestCli.RequestAsync<JfrFlamegraphRequest>($"jfr flamegraph {_file} --diff {_file} --diff {_file} --lines --output x.html");

        Assert.Equal([_file, _file], request.Base);
        Assert.Equal(("x.html", true), (request.Output, request.Lines));
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
    [InlineData("flamegraph FILE --event cpux", "'cpux' is neither one of cpu, native, wall")]
    [InlineData("flamegraph FILE --output FILE", "would replace the recording it is made of")]
    [InlineData("flamegraph FILE --diff /nowhere.jfr", "There is no file /nowhere.jfr.")]
    [InlineData("flamegraph FILE --diff FILE --output FILE", "would replace the recording it is made of")]
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
