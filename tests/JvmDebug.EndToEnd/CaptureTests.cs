using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed class CaptureTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
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
