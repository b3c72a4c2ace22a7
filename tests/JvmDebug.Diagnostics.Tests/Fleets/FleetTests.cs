using System.Text.Json;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Fleets;

public sealed class FleetTests : IDisposable
{
    private static readonly DebugTarget Target = new() { Name = "deploy/cart", All = true, Parallel = 3 };

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-fleet-").FullName;
    private readonly Told _told = new();
    private readonly ClusterConnection _cluster;

    public FleetTests()
    {
        var kubeconfig = Path.Combine(_directory, "kubeconfig");
        // Opened and never contacted: the pods are named, and the work is the test's.
        File.WriteAllText(kubeconfig, """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            """);
        _cluster = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeconfig });
    }

    public void Dispose()
    {
        _cluster.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_pod_is_entered_under_its_own_name_and_no_more_at_once_than_asked()
    {
        string[] pods = ["cart-5", "cart-1", "cart-4", "cart-2", "cart-3"];
        var (now, most) = (0, 0);

        var result = await Fleet().RunAsync(pods, Target, async (member, token) =>
        {
            lock (_told)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Delay(50, token);
            Interlocked.Decrement(ref now);
            return member.Target;
        }, TestContext.Current.CancellationToken);

        Assert.InRange(most, 1, 3);
        Assert.Equal(pods.Order(), result.Outcomes.Select(outcome => outcome.Pod));
        Assert.All(result.Outcomes, outcome => Assert.Equal(Target with { Name = "pod/" + outcome.Pod, All = false }, outcome.Result));
        Assert.Equal((0, 5), (result.FailedPods, _told.Lines.Count(line => line.Contains(": done", StringComparison.Ordinal))));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_goes_wrong_in_one_pod_costs_only_that_pod()
    {
        var result = await Fleet().RunAsync(["a", "b", "c"], Target, (member, _) => member.Pod switch
        {
            "a" => throw new ClusterException(ClusterFailure.TargetNotFound, "Pod a is gone."),
            "b" => throw new InvalidOperationException("a bug"),
            _ => Task.FromResult("whole"),
        }, TestContext.Current.CancellationToken);

        Assert.Equal(["whole"], result.Results);
        Assert.Equal(["Pod a is gone.", "a bug"], result.Failed.Select(outcome => outcome.Failure!.Message));
        Assert.Equal((2, 3), (result.FailedPods, result.Pods));
    }

    [Fact(Timeout = 30_000)]
    public async Task Where_a_pod_has_several_JVMs_each_of_them_gets_its_turn()
    {
        var result = await Fleet().RunAsync(["a"], Target, (member, _) => member.Target.Pid switch
        {
            null => throw new JvmException(JvmFailure.SeveralJvms, "Which?") { Candidates = [7, 9] },
            9 => throw new JvmException(JvmFailure.AttachImpossible, "No."),
            var pid => Task.FromResult(pid),
        }, TestContext.Current.CancellationToken);

        Assert.Equal([7, 9], result.Outcomes.Select(outcome => outcome.Pid));
        Assert.Equal((7, "No.", 1), (result.Outcomes[0].Result, result.Outcomes[1].Failure!.Message, result.FailedPods));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pods_warnings_carry_its_name_and_its_stages_are_not_shown()
    {
        await Fleet().RunAsync(["a"], Target, (member, _) =>
        {
            member.Progress.Stage("Starting the debug container");
            member.Progress.Note("Reusing it");
            member.Progress.Warning("slow");
            return Task.FromResult(0);
        }, TestContext.Current.CancellationToken);

        Assert.Contains("warning a: slow", _told.Lines);
        Assert.DoesNotContain(_told.Lines, line => line.Contains("debug container", StringComparison.Ordinal) || line.Contains("Reusing", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task After_a_cancellation_what_was_done_by_then_counts_and_the_rest_says_that_it_was_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var result = await Fleet().RunAsync(["a", "b", "c"], Target with { Parallel = 1 }, async (member, token) =>
        {
            if (member.Pod == "b")
            {
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }

            return member.Pod;
        }, cancel.Token);

        Assert.Equal(["a"], result.Results);
        Assert.Equal([("b", "Cancelled before it was done."), ("c", "Cancelled before it was entered.")], result.Failed.Select(outcome => (outcome.Pod, outcome.Failure!.Message)));
        Assert.DoesNotContain(_told.Lines, line => line.Contains("failed", StringComparison.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_manifest_says_which_files_came_from_which_pod_and_what_failed()
    {
        var result = await Fleet().RunAsync(["a", "b"], Target, (member, _) =>
            member.Pod == "b" ? throw new JvmException(JvmFailure.NoJvm, "No JVM.") : Task.FromResult("a.jfr"), TestContext.Current.CancellationToken);
        var directory = FleetDirectory.Create(_directory, Target, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        directory.WriteManifest("jfr capture", Target, result, file => [Artifact.Of(ArtifactKind.Recording, Origin, new CollectedFile(Path.Combine(directory.FullPath, file), 42, "ab"))]);

        Assert.Equal(Path.Combine(_directory, "deploy-cart-20260301T120000Z"), directory.FullPath);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory.FullPath, "manifest.json"), TestContext.Current.CancellationToken));
        var pods = json.RootElement.GetProperty("pods");
        var file = pods[0].GetProperty("files")[0];
        Assert.Equal(
            ("recording", "a.jfr", 42, "ab", "jane@laptop", "jfr capture", "shop", "a", "app", "node-3", "cart@sha256:12", "demo.Busy"),
            (Text("kind"), Text("path"), file.GetProperty("size").GetInt32(), Text("sha256"), Text("by"), Text("command"), Text("namespace"), Text("pod"), Text("container"), Text("node"), Text("imageDigest"), Text("mainClass")));
        Assert.Equal("No JVM.", pods[1].GetProperty("error").GetString());
        Assert.Equal(0, pods[1].GetProperty("files").GetArrayLength());

        string? Text(string property) => file.GetProperty(property).GetString();
    }

    [Fact]
    public void Runs_within_one_second_have_a_directory_each()
    {
        var runs = Enumerable.Range(0, 3).Select(_ => FleetDirectory.Create(_directory, Target, DateTimeOffset.UnixEpoch).FullPath).ToList();

        Assert.Equal(["deploy-cart-19700101T000000Z", "deploy-cart-19700101T000000Z-2", "deploy-cart-19700101T000000Z-3"], runs.Select(Path.GetFileName));
    }

    [Fact(Timeout = 60_000)]
    public async Task Runs_that_begin_at_the_same_time_have_a_directory_each()
    {
        for (var round = 0; round < 50; round++)
        {
            var output = Path.Combine(_directory, FormattableString.Invariant($"out-{round}"));
            using var start = new Barrier(8);
            var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    return FleetDirectory.Create(output, Target, DateTimeOffset.UnixEpoch).FullPath;
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(8, runs.Distinct().Count());
            Assert.All(runs, run => Assert.True(Directory.Exists(run)));
            Assert.Empty(Directory.GetFiles(_directory, "*.claim", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public void A_file_of_the_name_is_told_as_what_is_in_the_way()
    {
        var file = Path.Combine(_directory, "kubeconfig");

        var failure = Assert.Throws<JvmException>(() => FleetDirectory.Create(file, Target, DateTimeOffset.UnixEpoch));

        Assert.Equal(JvmFailure.LocalFile, failure.Reason);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_a_pod_that_failed_half_way_what_is_whole_counts_and_so_does_the_failure()
    {
        var broke = new ClusterException(ClusterFailure.ConnectionLost, "The connection broke.");
        var whole = await Fleet().RunAsync(["a", "b"], Target, (member, _) => Task.FromResult(member.Pod), TestContext.Current.CancellationToken);
        var directory = FleetDirectory.Create(_directory, Target, DateTimeOffset.UnixEpoch);

        var result = whole.WithParts(pod => pod == "b" ? broke : null);
        directory.WriteManifest("threads", Target, result, pod => [Artifact.Of(ArtifactKind.ThreadDump, Origin, new CollectedFile(Path.Combine(directory.FullPath, pod), 42, "ab"))]);

        Assert.Equal((1, "b"), (result.FailedPods, result.Failed[0].Pod));
        Assert.Equal(["a", "b"], result.Results);
        var manifest = await File.ReadAllTextAsync(Path.Combine(directory.FullPath, "manifest.json"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(manifest);
        var pod = json.RootElement.GetProperty("pods")[1];
        Assert.Equal(("The connection broke.", "b"), (pod.GetProperty("error").GetString(), pod.GetProperty("files")[0].GetProperty("path").GetString()));
    }

    private static ArtifactOrigin Origin { get; } =
        new(new ContainerRef("shop", "a", "app"), new JvmProcess(1, 1, 1000, 1000, "17.0.12", "demo.Busy", "java demo.Busy", null), "jfr capture", DateTimeOffset.UnixEpoch, "jane@laptop")
        {
            Node = "node-3",
            ImageDigest = "cart@sha256:12",
        };

    private Fleet Fleet() => new(() => _cluster, _told, new DebugDefaults());

    private sealed class Told : IProgressReporter
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines => _lines;

        public void Stage(string description) => Add(description);

        public void Note(string fact) => Add(fact);

        public void Warning(string text) => Add("warning " + text);

        public void Waiting(TimeSpan elapsed, TimeSpan total)
        {
        }

        public void Transfer(long received, long total)
        {
        }

        private void Add(string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
