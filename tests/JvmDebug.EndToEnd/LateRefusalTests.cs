using System.Text.RegularExpressions;
using CliWrap;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>What goes wrong when the recording already runs or is on its way: nothing is lost, or it is said and cleaned up.</summary>
public sealed partial class LateRefusalTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Theory(Timeout = 120_000)]
    [InlineData("0")]
    [InlineData("100K")]
    public async Task A_target_whose_disk_fills_while_it_is_recorded(string left)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        // The JVM says on its own log that it cannot write; what is asserted is that nothing of ours is there.
        var target = await ns.RunAsync(PodBuilder.Java("java", "-Xmx64m", "-Xlog:jfr=off", "-Djava.io.tmpdir=/scratch", "-cp", "/app", "demo.Busy")
            .ReadOnlyRoot().EmptyDir("/tmp", "48Mi").EmptyDir("/scratch", "32Mi").EmptyDir("/dev/shm", "4Mi"));
        using var running = Binary.Start(CaptureArguments(target, Images.StockJdk17, "--duration", "6s"));

        await running.WaitForStderrAsync("Recording for");
        await InTargetAsync(target, $"head -c 100M /dev/zero > /tmp/fill 2> /dev/null; truncate -s -{left} /tmp/fill");
        var run = await running.WaitAsync();
        await InTargetAsync(target, "rm /tmp/fill");

        AssertRefused(run, 5, "The file system that /tmp/jvmdebug-capture-", "filled up while the recording ran", "emptyDir volume at /tmp", "--max-size");
        Assert.Empty(Directory.GetFiles(Here));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_local_disk_that_is_too_small_for_what_comes()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("java", "-Xmx128m", "-cp", "/app", "demo.Flood").Env("FLOOD_MB", "30").RunAs(65532, 65532));
        var small = Path.Combine(Here, "small");
        Directory.CreateDirectory(small);
        await Cli.Wrap("mount").WithArguments(["-t", "tmpfs", "-o", "size=10m", "jvmdebug-e2e", small]).ExecuteAsync(TestContext.Current.CancellationToken);
        try
        {
            var run = await CaptureAsync(target, Images.StockJdk17, "--output", small, "--duration", "6s");

            AssertRefused(run, 6, "could not be written here", "is still at /tmp/jvmdebug-capture-", "for an hour");
            Assert.Empty(Directory.GetFiles(small));
            await FetchAsToldAsync(run);
        }
        finally
        {
            await Cli.Wrap("umount").WithArguments(small).ExecuteAsync(CancellationToken.None);
        }
    }

    [Fact(Timeout = 150_000)]
    public async Task Credentials_that_end_while_it_is_recorded()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var token = await ns.TokenWithAsync(TestNamespace.EverythingACaptureNeeds);
        using var running = Binary.Start(CaptureArguments(target, Images.StockJdk17, "--token", token, "--duration", "30s"));

        await running.WaitForStderrAsync("Recording for");
        await ns.RevokeAsync(token);
        var run = await running.WaitAsync();

        AssertRefused(run, 6, "did not accept the credentials", "log in again", "is not lost", "the JVM (process 1 in container", "ends it by itself");
        await FetchAsToldAsync(run);
    }

    // The command the message ends with; then the file is removed as the message says to, or the keeper would do it.
    private async Task FetchAsToldAsync(Run run)
    {
        var told = Told().Match(run.Stderr);
        Assert.True(told.Success, run.ToString());
        var debugger = new ContainerRef(told.Groups[1].Value, told.Groups[2].Value, told.Groups[3].Value);
        var path = Path.Combine(Here, "fetched.jfr");
        while (true)
        {
            await using (var file = File.Create(path))
            {
                await using var session = await new PodExec(Cluster.Admin).StartAsync(debugger, ["cat", told.Groups[4].Value], TestContext.Current.CancellationToken);
                await session.Stdout.CopyToAsync(file, TestContext.Current.CancellationToken);
            }

            if (IsWhole(path))
            {
                break;
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        await ExecAsync(debugger, default, "rm", told.Groups[4].Value);
    }

    private static bool IsWhole(string path)
    {
        try
        {
            return ChunkChain.Verify(path).Count > 0;
        }
        catch (JfrFormatException)
        {
            return false;
        }
    }

    private async Task InTargetAsync(TargetPod target, string command) =>
        await ExecAsync(new ContainerRef(target.Namespace, target.Name, "app"), default, "sh", "-c", command);

    [GeneratedRegex(@"kubectl exec -n (\S+) (\S+) -c (\S+) -- cat (\S+) > \S+\.jfr$", RegexOptions.Multiline)]
    private static partial Regex Told();
}
