using System.Diagnostics;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Node.Containerd;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public sealed class KilledProgramTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-killed-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(_directory, "cluster");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 120000)]
    public async Task A_program_killed_without_warning_takes_containerd_and_the_containers_with_it()
    {
        var seconds = $"{Random.Shared.Next(100_000_000, 999_999_999)}";
        using var program = await UpAsync();
        await ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: victim}
            spec:
              containers: [{name: app, image: "{{TinyImage.Busybox}}", args: ["sleep", "{{seconds}}"]}]
            """);
        await UntilAsync(() => ClusterTraces.Processes("sleep " + seconds).Any());

        program.Kill();

        await UntilAsync(() => !ClusterTraces.Processes("sleep " + seconds).Any());
        await UntilAsync(() => !ClusterTraces.Processes(new NodePaths(Cluster).ContainerdConfig).Any());
        await NodeHost.CleanUpAsync(Cluster, Cancellation);
        Assert.Empty(ClusterTraces.Of(Cluster));
    }

    private async Task<Process> UpAsync()
    {
        var images = Directory.CreateDirectory(Path.Combine(_directory, "images")).FullName;
        TinyImage.WritePause(images);
        TinyImage.WriteBusybox(images, TinyImage.Busybox);
        var program = TestCluster("up", "--directory", Cluster, "--images", images);
        Assert.StartsWith("ready", await program.StandardOutput.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        return program;
    }

    private async Task ApplyAsync(string manifest)
    {
        var file = Path.Combine(_directory, "pod.yaml");
        await File.WriteAllTextAsync(file, manifest, Cancellation);
        using var apply = TestCluster("apply", file, "--kubeconfig", Path.Combine(Cluster, "kubeconfig"));
        var said = await apply.StandardError.ReadToEndAsync(Cancellation);
        await apply.WaitForExitAsync(Cancellation);
        Assert.Equal((0, ""), (apply.ExitCode, said));
    }

    private static Process TestCluster(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "testcluster"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(100, Cancellation);
        }
    }
}
