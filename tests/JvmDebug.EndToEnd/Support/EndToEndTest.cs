using System.Text;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>A directory of its own for each test, and the binary run in it.</summary>
public abstract class EndToEndTest : IAsyncDisposable
{
    /// <summary>The test cluster never asks a registry; on another cluster this is right as well.</summary>
    private static readonly string[] Quiet = ["--image-pull-policy", "IfNotPresent"];

    protected EndToEndTest(ClusterFixture cluster)
    {
        Cluster = cluster;
        Assert.True(
            cluster.IsTestCluster || TestContext.Current.Test?.Traits.ContainsKey(TestClusterOnlyAttribute.Trait) != true,
            $"This takes the test cluster; on another leave it out with -trait- {TestClusterOnlyAttribute.Trait}=ours.");
        Directory.CreateDirectory(Here);
        Binary = new JvmDebugBinary(cluster, Here);
    }

    protected ClusterFixture Cluster { get; }

    protected string Here { get; } = Path.Combine(Path.GetTempPath(), "jvmdebug-e2e-" + Guid.NewGuid().ToString("N")[..8]);

    private protected JvmDebugBinary Binary { get; }

    /// <summary>No test, whatever it is about, may leave a trace in a target: its files, its log, its recordings.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Here, recursive: true);
        foreach (var ns in Cluster.Namespaces)
        {
            await ns.DisposeAsync();
        }

        var leftBehind = Cluster.LeftBehind.ToList();
        Cluster.Namespaces.Clear();
        Cluster.LeftBehind.Clear();
        Assert.Equal([], leftBehind);
    }

    private protected Task<Run> CaptureAsync(TargetPod target, string image, params string[] more) =>
        Binary.RunAsync(CaptureArguments(target, image, more));

    private protected static string[] CaptureArguments(TargetPod target, string image, params string[] more) =>
        ["jfr", "capture", target.Name, "-n", target.Namespace, "--image", image, .. Quiet, .. more.Contains("--duration") ? [] : new[] { "--duration", "3s" }, .. more];

    private protected async Task<Run> JcmdAsync(TargetPod target, string image, params string[] command) =>
        await Binary.RunAsync(["jcmd", target.Name, "-n", target.Namespace, "--image", image, .. Quiet, "-q", "--", .. command]);

    /// <summary>What a command in a container of the pod prints, run without jvmdebug.</summary>
    private protected async Task<string> ExecAsync(ContainerRef container, ReadOnlyMemory<byte> input, params string[] command)
    {
        await using var session = await new PodExec(Cluster.Admin).StartAsync(container, command, TestContext.Current.CancellationToken);
        await session.WriteStdinAsync(input, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(session.Stdout, Encoding.UTF8, leaveOpen: true);
        var output = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var result = await session.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command.Take(3))}: {result}");
        return output;
    }

    private protected static void AssertRefused(Run run, int exitCode, params string[] words)
    {
        Assert.True(run.ExitCode == exitCode, $"Expected exit code {exitCode}: {run}");
        Assert.Equal("", run.Stdout);
        Assert.All(words, word => Assert.Contains(word, run.Stderr, StringComparison.OrdinalIgnoreCase));
    }
}
