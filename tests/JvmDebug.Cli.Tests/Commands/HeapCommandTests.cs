using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Hprof;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class HeapCommandTests
{
    [Fact(Timeout = 15000)]
    public async Task A_dump_is_of_what_can_be_reached_and_redacted_as_configured_unless_asked_otherwise()
    {
        var request = await TestCli.RequestAsync<HeapDumpRequest>("heap dump cart-0");

        Assert.Equal(new HeapDumpRequest { Target = request.Target }, request);
        Assert.Equal((false, (HprofRedaction?)null, false, false, "."), (request.IncludeUnreachable, request.Redaction, request.Gzip, request.Target.Force, request.Output));
        Assert.Equal("cart-0", request.Target.Name);
    }

    [Theory(Timeout = 15000)]
    [InlineData("--no-redact", HprofRedaction.None)]
    [InlineData("--redact", HprofRedaction.Content)]
    [InlineData("--redact-fields", HprofRedaction.ContentAndFields)]
    [InlineData("--redact --redact-fields", HprofRedaction.ContentAndFields)]
    public async Task Redaction_takes_out_content_or_fields_too(string options, HprofRedaction redaction) =>
        Assert.Equal(redaction, (await TestCli.RequestAsync<HeapDumpRequest>("heap dump cart-0 " + options)).Redaction);

    [Fact(Timeout = 15000)]
    public async Task All_means_all_objects_of_a_dump_and_all_pods_of_a_histogram()
    {
        Assert.True((await TestCli.RequestAsync<HeapDumpRequest>("heap dump cart-0 --all")).IncludeUnreachable);
        Assert.False((await TestCli.RequestAsync<HeapDumpRequest>("heap dump cart-0 --all")).Target.All);
        Assert.True((await TestCli.RequestAsync<HeapHistogramRequest>("heap histogram deploy/cart --all")).Target.All);
    }

    [Fact(Timeout = 15000)]
    public async Task A_histogram_is_taken_as_often_as_asked()
    {
        var request = await TestCli.RequestAsync<HeapHistogramRequest>("heap histogram cart-0 --live --top 5 --count 3 --interval 2s");

        Assert.Equal((true, 5, 3, TimeSpan.FromSeconds(2)), (request.Live, request.Top, request.Count, request.Interval));
    }

    [Theory(Timeout = 15000)]
    [InlineData("heap dump cart-0 --live --all", "exclude each other")]
    [InlineData("heap dump cart-0 --redact --no-redact", "--no-redact excludes")]
    [InlineData("heap dump cart-0 --parallel 3", "--parallel")]
    [InlineData("heap dump", "Name a TARGET")]
    [InlineData("heap histogram cart-0 --top 0", "'0' is not a number from 1 to")]
    [InlineData("heap histogram cart-0 --count x", "'x' is not a number from 1 to 1000")]
    [InlineData("heap histogram cart-0 --interval 2s", "add --count")]
    [InlineData("heap histogram cart-0 --diff /no/such/file", "there is no file /no/such/file")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_contacted(string commandLine, string why)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal((2, "", false), (run.ExitCode, run.Stdout, run.Ran));
        Assert.Contains(why, run.Stderr, StringComparison.Ordinal);
    }
}
