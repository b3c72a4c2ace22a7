using System.Security.Cryptography;
using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>Recordings that outlive the command that started them. That nothing of them is left in the target, every test asserts at its end.</summary>
public sealed class JfrControlTests : EndToEndTest
{
    private const string FewEvents = """<?xml version="1.0"?><configuration version="2.0"><event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">10 ms</setting></event></configuration>""";

    private readonly string _otherHome;
    private readonly JvmDebugBinary _otherLaptop;

    public JfrControlTests(ClusterFixture cluster)
        : base(cluster)
    {
        _otherHome = Directory.CreateDirectory(Path.Combine(Here, "other")).FullName;
        _otherLaptop = new JvmDebugBinary(cluster, _otherHome) { Home = _otherHome };
    }

    [Fact(Timeout = 120_000)]
    public async Task Started_here_it_is_seen_dumped_and_stopped_from_another_laptop()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());
        Succeeded(await Binary.RunAsync(Jfr("start", target, "--name", "night")));

        var listed = Recordings(Succeeded(await _otherLaptop.RunAsync(Jfr("check", target, "-o", "json"))));
        Succeeded(await _otherLaptop.RunAsync(Jfr("dump", target, "--output", "so-far.jfr")));
        var after = Recordings(Succeeded(await _otherLaptop.RunAsync(Jfr("check", target, "-o", "json"))));
        Succeeded(await _otherLaptop.RunAsync(Jfr("stop", target, "--output", "all.jfr")));

        Assert.Equal([("jvmdebug-night", "running", true)], listed);
        Assert.Equal(listed, after);
        var (soFar, all) = (Read("so-far.jfr"), Read("all.jfr"));
        Assert.Equal(soFar.Start, all.Start);
        Assert.True(all.End > soFar.End, $"{all.End:O} is not after {soFar.End:O}");
        await target.AssertUntouchedAsync();
    }

    [Fact(Timeout = 180_000)]
    public async Task Detached_and_ended_by_itself_it_is_fetched_after_the_debug_container_went()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());
        var detached = Succeeded(await Binary.RunAsync(Jfr("capture", target, "--detach", "--duration", "3s", "--idle-timeout", "8s")));
        Assert.Contains($"jfr fetch {target.Name} -n {target.Namespace} -c app --name capture", detached.Stdout, StringComparison.Ordinal);
        while ((await target.DebugContainerStatusesAsync()).Any(status => status.State.Terminated is null))
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        var fetched = Succeeded(await _otherLaptop.RunAsync(Jfr("fetch", target, "-o", "json")));
        var again = await _otherLaptop.RunAsync(Jfr("fetch", target));

        using var json = JsonDocument.Parse(fetched.Stdout);
        var capture = Assert.Single(json.RootElement.GetProperty("captures").EnumerateArray());
        Assert.Equal("jvmdebug-capture", capture.GetProperty("recordingName").GetString());
        Assert.InRange(capture.GetProperty("recording").GetProperty("durationSeconds").GetDouble(), 2.5, 60);
        AssertRefused(again, 3, "no recordings");
        Assert.Equal(2, (await ns.DebugContainersAsync(target.Name)).Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_JVM_that_is_shut_down_leaves_its_recording_to_be_fetched_from_the_next_one()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(Restarting());
        Succeeded(await Binary.RunAsync(Jfr("start", target)));

        await EndJvmAsync(target, "TERM");

        Succeeded(await _otherLaptop.RunAsync(Jfr("fetch", target, "--output", "last.jfr")));
        Assert.True(Read("last.jfr").Chunks > 0);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_killed_JVM_recorded_is_lost_and_said_to_be()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(Restarting());
        Succeeded(await Binary.RunAsync(Jfr("start", target)));

        await EndJvmAsync(target, "KILL");
        // The JVM's own; an application that crashes leaves it, too.
        await InTargetAsync(target, "rm -r /tmp/20*_*");

        AssertRefused(await _otherLaptop.RunAsync(Jfr("fetch", target)), 3, "jvmdebug-recording", "is lost", "--discard");
        Succeeded(await _otherLaptop.RunAsync(Jfr("stop", target, "--discard")));
    }

    [Fact(Timeout = 120_000)]
    public async Task Somebody_elses_recording_is_only_touched_by_its_name()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        target.Keeps("theirs");
        await JcmdAsync(target, Images.StockJdk17, "JFR.start", "name=theirs", "maxsize=10M");

        foreach (var way in new[] { "dump", "stop", "fetch" })
        {
            AssertRefused(await Binary.RunAsync(Jfr(way, target)), 3, "theirs (running)");
        }

        AssertRefused(await Binary.RunAsync(Jfr("stop", target, "--discard")), 3, "theirs (running)");
        Succeeded(await _otherLaptop.RunAsync(Jfr("dump", target, "--name", "theirs", "--output", "theirs.jfr")));
        Assert.True(Read("theirs.jfr").Chunks > 0);
        Assert.Equal([("theirs", "running", false)], Recordings(await Binary.RunAsync(Jfr("check", target, "-o", "json"))));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_settings_file_from_here_reaches_a_pod_with_a_read_only_root()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless().ReadOnlyRoot().EmptyDir("/tmp"));
        await File.WriteAllTextAsync(Path.Combine(Here, "few.jfc"), FewEvents, TestContext.Current.CancellationToken);
        Succeeded(await Binary.RunAsync(Jfr("start", target, "--settings", "few.jfc")));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        Succeeded(await _otherLaptop.RunAsync(Jfr("stop", target, "--output", "few.jfr")));

        var types = Read("few.jfr").EventCounts.Select(count => count.EventType).ToList();
        Assert.Contains("jdk.ExecutionSample", types);
        Assert.DoesNotContain("jdk.GCHeapSummary", types);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_name_that_records_is_not_started_twice_and_a_discarded_recording_leaves_nothing()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        Succeeded(await Binary.RunAsync(Jfr("start", target)));

        AssertRefused(await _otherLaptop.RunAsync(Jfr("start", target)), 5, "already running", "jfr stop");
        Succeeded(await _otherLaptop.RunAsync(Jfr("stop", target, "--discard")));

        await target.AssertUntouchedAsync();
    }

    [Fact(Timeout = 180_000)]
    public async Task All_pods_of_a_Deployment_record_by_themselves_and_are_fetched_with_a_manifest()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var targets = await ns.DeployAsync(PodBuilder.Distroless(), "cart", 2);
        string[] all = ["deploy/cart", "--all", "-n", ns.Name, "--image", Images.StockJdk17, "--image-pull-policy", "IfNotPresent"];
        Succeeded(await Binary.RunAsync(["jfr", "start", .. all, "--duration", "2s"]));
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.All(Recordings(Succeeded(await _otherLaptop.RunAsync(["jfr", "check", .. all, "-o", "json"]))), recording => Assert.Equal("ended", recording.State));

        Succeeded(await _otherLaptop.RunAsync(["jfr", "fetch", .. all, "--output", "carts"]));
        var again = await _otherLaptop.RunAsync(["jfr", "fetch", .. all, "--output", "again"]);

        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_otherHome, "carts", "manifest.json"), TestContext.Current.CancellationToken));
        var files = manifest.RootElement.GetProperty("pods").EnumerateArray().Select(pod => Assert.Single(pod.GetProperty("files").EnumerateArray())).ToList();
        Assert.Equal(targets.Select(target => target.Name).Order(StringComparer.Ordinal), files.Select(file => file.GetProperty("pod").GetString()!));
        Assert.All(files, file =>
        {
            Assert.Equal(("recording", "jfr fetch", "demo.Busy"), (file.GetProperty("kind").GetString(), file.GetProperty("command").GetString(), file.GetProperty("mainClass").GetString()));
            Assert.NotEmpty(file.GetProperty("node").GetString()!);
            Assert.Contains("sha256:", file.GetProperty("imageDigest").GetString(), StringComparison.Ordinal);
            var bytes = File.ReadAllBytes(Path.Combine(_otherHome, "carts", file.GetProperty("path").GetString()!));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
        });
        Assert.True(again.ExitCode == 12, again.ToString());
        Assert.Contains("2 of 2 pods failed", again.Stderr, StringComparison.Ordinal);
    }

    // A shell that starts the application anew; what it says of a killed one is not the application's.
    private static PodBuilder Restarting() => PodBuilder.Java("sh", "-c", "exec 2> /dev/null; while :; do java -XX:-UsePerfData -cp /app demo.Busy; done");

    private static string[] Jfr(string verb, TargetPod target, params string[] more) =>
        ["jfr", verb, target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "--image-pull-policy", "IfNotPresent", .. more];

    private static Run Succeeded(Run run)
    {
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    private static IReadOnlyList<(string? Name, string? State, bool Ours)> Recordings(Run check)
    {
        using var json = JsonDocument.Parse(check.Stdout);
        return
        [
            .. json.RootElement.GetProperty("jvms").EnumerateArray().SelectMany(jvm => jvm.GetProperty("recordings").EnumerateArray())
                .Select(recording => (recording.GetProperty("name").GetString(), recording.GetProperty("state").GetString(), recording.GetProperty("ours").GetBoolean())),
        ];
    }

    private RecordingSummary Read(string file) => RecordingSummaryReader.Read(Path.Combine(_otherHome, file), cancellationToken: TestContext.Current.CancellationToken);

    private async Task EndJvmAsync(TargetPod target, string signal)
    {
        var before = (await target.LogAsync()).Split("busy: ready").Length;
        await InTargetAsync(target, $"for d in /proc/[0-9]*; do [ \"$(cat $d/comm)\" = java ] && kill -{signal} ${{d#/proc/}}; done; true");
        while ((await target.LogAsync()).Split("busy: ready").Length == before)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private async Task InTargetAsync(TargetPod target, string command)
    {
        await using var exec = await new PodExec(Cluster.Admin).StartAsync(new ContainerRef(target.Namespace, target.Name, "app"), ["sh", "-c", command], TestContext.Current.CancellationToken);
        var result = await exec.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Stderr);
    }
}
