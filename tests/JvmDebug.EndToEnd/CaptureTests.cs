using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed class CaptureTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private static readonly Dictionary<string, (Func<PodBuilder> Pod, string? PodSecurity)> Shapes = new()
    {
        ["distroless, uid 65532, drop ALL, restricted"] = (PodBuilder.Distroless, "restricted"),
        ["uid 999 with default capabilities"] = (() => PodBuilder.Java().RunAs(999, 999), "baseline"),
        ["root with default capabilities"] = (() => PodBuilder.Java(), null),
        ["root with an extra capability"] = (() => PodBuilder.Java().AddCapability("NET_ADMIN"), null),
        ["entrypoint that drops from root to 1000"] = (
            () => PodBuilder.Java("sh", "-c", "exec setpriv --reuid 1000 --regid 1000 --clear-groups java -Xmx64m -cp /app demo.Busy"), null),
        ["arbitrary uid with gid 0"] = (() => PodBuilder.Java().RunAs(1000650000, 0), "baseline"),
        ["read-only root file system with an emptyDir on /tmp"] = (() => PodBuilder.Distroless().ReadOnlyRoot().EmptyDir("/tmp"), "restricted"),
        ["uid of the image's USER alone"] = (() => new PodBuilder().Image(Images.Distroless).NonRootByPodOnly(), null),
    };

    public static TheoryData<string, string> Matrix()
    {
        var data = new TheoryData<string, string>();
        foreach (var shape in Shapes.Keys)
        {
            data.Add(shape, Images.StockJdk17);
        }

        data.Add("distroless, uid 65532, drop ALL, restricted", Images.StockJdk21);
        data.Add("distroless, uid 65532, drop ALL, restricted", Images.Own);
        data.Add("root with default capabilities", Images.Own);
        return data;
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Matrix))]
    public async Task A_recording_comes_whole_out_of(string shape, string debugImage)
    {
        var (pod, podSecurity) = Shapes[shape];
        await using var ns = await TestNamespace.CreateAsync(Cluster, podSecurity);
        var target = await ns.RunAsync(pod());

        var run = await CaptureAsync(target, debugImage, "--settings", "profile", "-o", "json", "-q", "--duration", "4s");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("", run.Stderr);
        using var json = JsonDocument.Parse(run.Stdout);
        var recording = json.RootElement.GetProperty("recording");
        var path = recording.GetProperty("path").GetString()!;
        Assert.NotEmpty(ChunkChain.Verify(path));
        Assert.Equal(new FileInfo(path).Length, recording.GetProperty("size").GetInt64());
        Assert.Contains("demo.Primes.isPrime", recording.GetProperty("hotMethods").EnumerateArray().Select(m => m.GetProperty("method").GetString()));
        Assert.Single(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_under_load_shows_its_servlet()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "baseline");
        var target = await ns.RunAsync(new PodBuilder().Image(Images.Jetty).ReadyWhenItSays("Started @").RunAs(999, 999)
            .With("load", Images.Jetty, "java", "-Xmx32m", "-cp", "/srv/load", "demo.Load", "http://127.0.0.1:8080/work/cpu", "50"));
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);

        var run = await CaptureAsync(target, Images.StockJdk17, "-c", "app", "--settings", "profile", "--duration", "5s", "--output", "jetty.jfr");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("demo.CpuServlet", run.Stdout, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Here, "jetty.jfr")));
    }

    [Fact(Timeout = 120_000)]
    public async Task Somebody_elses_recording_is_left_alone()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        target.Keeps("theirs");
        await JcmdAsync(target, Images.StockJdk17, "JFR.start", "name=theirs", "maxsize=10M");

        var run = await CaptureAsync(target, Images.StockJdk17, "--output", "ours.jfr");

        Assert.True(run.ExitCode == 0, run.ToString());
        var check = (await JcmdAsync(target, Images.StockJdk17, "JFR.check")).Stdout;
        Assert.Contains("name=theirs", check, StringComparison.Ordinal);
        Assert.DoesNotContain("jvmdebug", check, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_settings_file_from_here_decides_what_is_recorded()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Here, "few.jfc"),
            """<?xml version="1.0"?><configuration version="2.0"><event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">10 ms</setting></event></configuration>""",
            TestContext.Current.CancellationToken);
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        var run = await CaptureAsync(target, Images.StockJdk17, "--settings", "few.jfc", "-o", "json", "-q");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var json = JsonDocument.Parse(run.Stdout);
        var types = json.RootElement.GetProperty("recording").GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()).ToList();
        Assert.Contains("jdk.ExecutionSample", types);
        Assert.DoesNotContain("jdk.GCHeapSummary", types);
    }

    [Fact(Timeout = 120_000)]
    public async Task Ps_lists_the_JVM_with_its_identity_and_version()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        var run = await Binary.RunAsync("ps", target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "-q");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"app +1 +65532:65532 +17\.\S+ +yes +demo\.Busy", run.Stdout);
    }
}
