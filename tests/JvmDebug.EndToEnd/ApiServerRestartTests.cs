using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>A control plane that restarts in the middle, as every upgrade has it.</summary>
[TestClusterOnly("It restarts the API server.")]
public sealed class ApiServerRestartTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 240_000)]
    public async Task A_capture_whose_control_plane_restarts_while_the_JVM_records_is_whole()
    {
        var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        using var running = Binary.Start(CaptureArguments(target, Images.Own, "--duration", "8s", "--output", "whole.jfr"));
        await running.WaitForStderrAsync("Recording for");
        await Cluster.RestartApiServerAsync(TimeSpan.FromSeconds(12));
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.NotEmpty(ChunkChain.Verify(Path.Combine(Here, "whole.jfr")));
        await target.AssertUntouchedAsync();
    }

    [Theory(Timeout = 240_000)]
    [InlineData("Entering the pod")]
    [InlineData("Starting the recording")]
    [InlineData("Receiving the recording")]
    public async Task A_capture_whose_control_plane_restarts_in_another_moment_is_whole_or_says_why_not_and_the_next_one_is_clean(string moment)
    {
        var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        using var running = Binary.Start(CaptureArguments(target, Images.Own, "--output", "first.jfr"));
        await running.WaitForStderrAsync(moment);
        await Cluster.RestartApiServerAsync(TimeSpan.FromSeconds(5));
        var run = await running.WaitAsync();
        if (run.ExitCode == 0)
        {
            Assert.NotEmpty(ChunkChain.Verify(Path.Combine(Here, "first.jfr")));
        }
        else
        {
            Assert.True(run.ExitCode is 4 or 6 && !File.Exists(Path.Combine(Here, "first.jfr")), run.ToString());
            Assert.Matches("(?i)connection|cannot be reached|did not answer", run.Stderr);
        }

        await target.AssertUntouchedAsync();
        var next = await CaptureAsync(target, Images.Own, "--output", "next.jfr");
        Assert.True(next.ExitCode == 0, next.ToString());
    }
}
