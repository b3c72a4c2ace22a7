using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed class DryRunTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 120_000)]
    public async Task Nothing_is_changed_in_the_pod_or_written_here()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());
        string[][] commands = [["ps"], ["jfr", "capture"], ["jfr", "start"], ["jfr", "check"], ["jfr", "dump"], ["jfr", "stop"], ["jfr", "fetch"], ["threads"], ["heap", "dump"], ["heap", "histogram"]];

        foreach (var command in commands)
        {
            var run = await Binary.RunAsync([.. command, target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "--dry-run"]);
            Assert.True(run.ExitCode == 0, run.ToString());
            Assert.Contains("ephemeralcontainers", run.Stdout, StringComparison.Ordinal);
            Assert.Contains("targetContainerName: \"app\"", run.Stdout, StringComparison.Ordinal);
            Assert.Contains("runAsUser: 65532", run.Stdout, StringComparison.Ordinal);
        }

        Assert.Empty(await ns.DebugContainersAsync(target.Name));
        Assert.Empty(Directory.GetFileSystemEntries(Here));
        await target.AssertUntouchedAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task What_admission_would_refuse_it_refuses_now()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var restricted = new V1Patch("""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}""", V1Patch.PatchType.MergePatch);
        await Cluster.Api.CoreV1.PatchNamespaceAsync(restricted, ns.Name, cancellationToken: TestContext.Current.CancellationToken);

        var run = await Binary.RunAsync("jfr", "capture", target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "--mode", "ephemeral", "--dry-run");

        AssertRefused(run, 4, "restricted");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_debug_container_that_runs_would_be_used()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        await JcmdAsync(target, Images.StockJdk17, "VM.version");

        var run = await Binary.RunAsync("jcmd", target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "--dry-run", "-o", "json", "--", "GC.run");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var json = JsonDocument.Parse(run.Stdout);
        var plan = Assert.Single(json.RootElement.GetProperty("dryRuns").EnumerateArray());
        Assert.Equal(Assert.Single(await ns.DebugContainersAsync(target.Name)), plan.GetProperty("debugContainer").GetString());
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("patch").ValueKind);
        Assert.Contains("jcmd PID GC.run", plan.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
    }
}
