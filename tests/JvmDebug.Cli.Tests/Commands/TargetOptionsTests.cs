using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class TargetOptionsTests
{
    [Theory(Timeout = 15000)]
    [InlineData("cart-0")]
    [InlineData("pod/cart-0")]
    [InlineData("deploy/cart")]
    [InlineData("statefulset/cart")]
    [InlineData("job/nightly")]
    public async Task A_target_goes_on_as_it_was_typed(string target) =>
        Assert.Equal(new DebugTarget { Name = target }, await TestCli.RequestAsync<DebugTarget>($"ps {target}"));

    [Fact(Timeout = 15000)]
    public async Task A_selector_stands_for_a_target() =>
        Assert.Equal(new DebugTarget { Selector = "app=cart,tier!=db", Any = true }, await TestCli.RequestAsync<DebugTarget>("ps -l app=cart,tier!=db --any"));

    [Fact(Timeout = 15000)]
    public async Task All_pods_of_a_workload_are_taken_so_many_at_a_time() =>
        Assert.Equal(new DebugTarget { Name = "deploy/cart", All = true, Parallel = 3 }, await TestCli.RequestAsync<DebugTarget>("ps deploy/cart --all --parallel 3"));

    [Fact(Timeout = 15000)]
    public async Task Only_what_lists_takes_every_pod_of_a_namespace_and_only_when_told_to()
    {
        Assert.Equal(new DebugTarget { All = true }, await TestCli.RequestAsync<DebugTarget>("ps --all"));
        Assert.Contains("every pod of the namespace with --all", (await TestCli.OfAsync("ps")).Stderr, StringComparison.Ordinal);
        foreach (var command in new[] { "threads", "jfr capture", "jfr check", "heap histogram" })
        {
            var run = await TestCli.OfAsync([.. command.Split(' '), "--all"]);
            Assert.Equal((2, false), (run.ExitCode, run.Ran));
            Assert.Contains("Name a TARGET (POD, deploy/NAME, ...) or a selector (-l).", run.Stderr, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 15000)]
    [InlineData("doctor deploy/cart --all")]
    [InlineData("doctor deploy/cart --parallel 3")]
    [InlineData("doctor cart-0 --mode exec")]
    [InlineData("doctor local/4711")]
    public async Task The_doctor_takes_only_what_it_heeds(string commandLine)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
    }

    [Theory(Timeout = 15000)]
    [InlineData("heap dump deploy/cart --all", true)]
    [InlineData("heap histogram deploy/cart", false)]
    public async Task Only_a_command_that_takes_several_pods_is_offered_all_of_them(string commandLine, bool onePod)
    {
        using var cli = new TestCli();
        await cli.RunAsync(commandLine.Split(' '));

        Assert.Equal(onePod, cli.Request is HeapDumpRequest dump ? dump.Target.OnePod : ((HeapHistogramRequest)cli.Request!).Target.OnePod);
    }

    [Theory(Timeout = 15000)]
    [InlineData("Name a TARGET")]
    [InlineData("exclude each other", "cart-0", "-l", "app=cart")]
    [InlineData("empty selector", "-l", "")]
    [InlineData("is not a target", "cm/cart")]
    [InlineData("is not a target", "deploy/")]
    [InlineData("is not a process id", "cart-0", "--pid", "0")]
    [InlineData("is not a process id", "cart-0", "--pid", "-1")]
    [InlineData("is not a process id", "cart-0", "--pid", "java")]
    [InlineData("is not a process id", "cart-0", "--pid", "99999999999")]
    [InlineData("is not a pull policy", "cart-0", "--image-pull-policy", "always")]
    [InlineData("--image", "cart-0", "--image", "")]
    [InlineData("--image", "cart-0", "--image", "a b")]
    [InlineData("--container", "cart-0", "-c", "")]
    [InlineData("duration", "cart-0", "--idle-timeout", "10")]
    [InlineData("other", "cart-0", "other")]
    [InlineData("--all and --any exclude", "deploy/cart", "--all", "--any")]
    [InlineData("--all means every one", "deploy/cart", "--all", "--pid", "7")]
    [InlineData("not a number of pods", "deploy/cart", "--all", "--parallel", "0")]
    [InlineData("--all-of-them", "cart-0", "--all-of-them")]
    public async Task A_target_that_makes_no_sense_is_refused_before_anything_is_contacted(string says, params string[] words)
    {
        var run = await TestCli.OfAsync(["ps", .. words]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
        Assert.Contains("See 'jvmdebug ps --help'.", run.Stderr, StringComparison.Ordinal);
        Assert.Equal("", run.Stdout);
        Assert.False(run.Ran);
    }
}
