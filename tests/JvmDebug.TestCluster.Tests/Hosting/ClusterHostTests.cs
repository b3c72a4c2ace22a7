using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Hosting;
using JvmDebug.TestCluster.Tests.Node;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Hosting;

/// <summary>The program testcluster as scripts use it.</summary>
public sealed class ClusterHostTests : IDisposable
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "testcluster");
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-program-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(_directory, "cluster");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 180000)]
    public async Task A_second_start_in_the_same_directory_says_that_one_runs_and_down_ends_it()
    {
        using var stop = new CancellationTokenSource();
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Cli.Wrap(_program).WithArguments(UpArguments())
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => ready.TrySetResult(line)))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(stop.Token);
        try
        {
            Assert.Equal($"ready {Path.Combine(Cluster, "kubeconfig")}", await ready.Task.WaitAsync(Cancellation));

            var second = await RunAsync([.. UpArguments()]);
            Assert.Equal(1, second.ExitCode);
            Assert.Contains($"runs in {Cluster} already (process {first.ProcessId})", second.StandardError, StringComparison.Ordinal);

            var manifest = Path.Combine(_directory, "objects.yaml");
            await File.WriteAllTextAsync(manifest, $$"""
                apiVersion: v1
                kind: Namespace
                metadata: {name: from-yaml}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: one, namespace: from-yaml}
                spec:
                  containers: [{name: app, image: {{TinyImage.Busybox}}}]
                """, Cancellation);
            var applied = await RunAsync("apply", "--kubeconfig", Path.Combine(Cluster, "kubeconfig"), manifest);
            Assert.Equal("namespace/from-yaml created\npod/one created\n", applied.StandardOutput);

            var down = await RunAsync("down", "--directory", Cluster);
            Assert.Equal((0, ""), (down.ExitCode, down.StandardError));
            await first;
        }
        finally
        {
            await stop.CancelAsync();
        }

        Assert.Null(new ClusterDirectory(Cluster).RunningProcess());
    }

    [Fact(Timeout = 180000)]
    public async Task A_pod_finds_the_API_server_and_its_own_credentials()
    {
        await using var cluster = await ClusterHostFixture.StartAsync(_directory, Cancellation);
        using var client = new ApiClient(cluster.KubeconfigPath);
        await client.ApplyAsync(
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["metadata"] = new JsonObject { ["name"] = "inside", ["namespace"] = "default" },
                ["spec"] = new JsonObject
                {
                    ["restartPolicy"] = "Never",
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = TinyImage.Busybox,
                        ["command"] = new JsonArray(
                            "sh", "-c",
                            "cd /var/run/secrets/kubernetes.io/serviceaccount; test -s token; head -n 1 ca.crt; cat namespace; echo; nc -w 2 $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT </dev/null && echo reached"),
                    }),
                },
            },
            Cancellation);

        JsonObject pod;
        do
        {
            await Task.Delay(200, Cancellation);
            pod = await client.GetAsync("/api/v1/namespaces/default/pods/inside", Cancellation);
        }
        while (pod.Text("status", "phase") is "Pending" or "Running");

        Assert.Equal("-----BEGIN CERTIFICATE-----\ndefault\nreached\n", await client.GetTextAsync("/api/v1/namespaces/default/pods/inside/log", Cancellation));
    }

    private string[] UpArguments() => ["up", "--directory", Cluster, "--images", ClusterHostFixture.Images(_directory)];

    private static async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await Cli.Wrap(_program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Cancellation);
}
