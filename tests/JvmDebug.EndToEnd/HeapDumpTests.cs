using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Hprof.Tests;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed class HeapDumpTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private const long MiB = 1L << 20;

    // What demo.Hoard plants: "planted-secret-…" in strings, chars, bytes and a literal; "CARDno-…" in long fields and arrays.
    private static readonly byte[][] Secrets = [.. new[] { "planted-secret", "CARDno-", "\0p\0l\0a\0n\0t\0e\0d" }.Select(Encoding.Latin1.GetBytes)];

    [Fact(Timeout = 240_000)]
    public async Task A_heap_larger_than_the_pods_disk_arrives_whole_and_redacted_and_leaves_nothing_behind()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Hoard(256).Restricted(65532).ReadOnlyRoot().EmptyDir("/tmp", "100Mi"));

        using var running = Binary.Start(DumpArguments(target, Images.Own, "--redact-fields", "--output", "big.hprof", "-o", "json"));
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        var path = Path.Combine(Here, "big.hprof");
        Assert.True(new FileInfo(path).Length > 200 * MiB);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.True(running.PeakResidentSet < 100 * MiB, $"peak resident set {running.PeakResidentSet / MiB} MiB");
        Assert.Empty(await LeftInDebugContainerAsync(target));
        await AssertOpensInVisualVmAsync(path, run);
        Assert.Empty(SecretsIn(path));
    }

    [Theory(Timeout = 180_000)]
    [InlineData("25, stock image", "25")]
    [InlineData("17, entrypoint that drops from root to 1000", "17")]
    public async Task The_JVM_writes_into_the_debug_container_whoever_it_is(string shape, string java)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(java == "25"
            ? PodBuilder.Hoard(8).Image(Images.Java25).Restricted(65532)
            : PodBuilder.Java("sh", "-c", "exec setpriv --reuid 1000 --regid 1000 --clear-groups java -Xmx64m -cp /app demo.Hoard").Env("HOARD_MB", "8"));

        var run = await Binary.RunAsync(DumpArguments(target, java == "25" ? Images.StockJdk21 : Images.Own, "--all", "--output", "small.hprof.gz"));

        Assert.True(run.ExitCode == 0, shape + run);
        Assert.Contains("written to the debug container", run.Stdout, StringComparison.Ordinal);
        Assert.True(HprofFile.Check(Path.Combine(Here, "small.hprof.gz"), TestContext.Current.CancellationToken).Instances > 1000);
        Assert.Empty(await LeftInDebugContainerAsync(target));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_dump_above_the_limit_of_ephemeral_storage_is_refused_before_it_begins()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Hoard(48).RunAs(65532, 65532).Limit("ephemeral-storage", "10Mi"));

        AssertRefused(await Binary.RunAsync(DumpArguments(target, Images.Own)), 5, "fits nowhere", "10 MiB (ephemeral-storage limit of the pod)", "--force");

        Assert.Empty(await LeftInDebugContainerAsync(target));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_dump_that_the_liveness_probe_would_not_wait_for_is_refused_and_made_by_force()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Hoard(160).RunAs(65532, 65532).Liveness(periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 1));
        var arguments = DumpArguments(target, Images.Own, "--output", "forced.hprof");

        AssertRefused(await Binary.RunAsync(arguments), 5, "would stand still for about", "its liveness probe lets it for 1 s", "--force");

        Assert.Empty(Directory.GetFiles(Here));
        Assert.Empty(await LeftInDebugContainerAsync(target));

        var run = await Binary.RunAsync([.. arguments, "--force"]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("Going on because of --force.", run.Stderr, StringComparison.Ordinal);
        Assert.True(HprofFile.Check(Path.Combine(Here, "forced.hprof"), TestContext.Current.CancellationToken).Objects > 1000);
        Assert.Empty(await LeftInDebugContainerAsync(target));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_cut_connection_an_interrupt_and_a_histogram()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Hoard(48).RunAs(65532, 65532).Env("HOARD_GROW_MB", "1"));
        await using var network = new BadNetwork(Cluster, 2_000_000, 3_000_000);

        var run = await Binary.RunAsync(DumpArguments(target, Images.Own, ["--redact", "--output", "cut.hprof", .. network.Arguments]));

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(2, run.Stderr.Split("The connection broke after").Length - 1);
        var path = Path.Combine(Here, "cut.hprof");
        Assert.True(HprofFile.Check(path, TestContext.Current.CancellationToken).Objects > 100_000);
        Assert.DoesNotContain("planted-secret", SecretsIn(path));
        File.Delete(path);

        using var running = Binary.Start(DumpArguments(target, Images.Own));
        await running.WaitForStderrAsync("Dumping the heap");
        await running.SignalAsync("INT");
        run = await running.WaitAsync();

        Assert.True(run.ExitCode == 130, run.ToString());
        Assert.Empty(Directory.GetFiles(Here));
        await HistogramAsync(target);
        Assert.Empty(await LeftInDebugContainerAsync(target));
    }

    private async Task HistogramAsync(TargetPod target)
    {
        string[] arguments = ["heap", "histogram", target.Name, "-n", target.Namespace, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q"];
        var growing = await Binary.RunAsync([.. arguments, "--live", "--count", "2", "--interval", "4s", "-o", "json"]);

        Assert.True(growing.ExitCode == 0, growing.ToString());
        using var json = JsonDocument.Parse(growing.Stdout);
        Assert.Equal(2, json.RootElement.GetProperty("samples").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("growth")[0].GetProperty("moreBytes").GetInt64() > 100_000);
        await File.WriteAllTextAsync(Path.Combine(Here, "saved.json"), growing.Stdout, TestContext.Current.CancellationToken);

        // It grows once a second, and by more than what comes and goes in between.
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        var since = await Binary.RunAsync([.. arguments, "--live", "--diff", "saved.json", "--top", "3"]);

        Assert.True(since.ExitCode == 0, since.ToString());
        Assert.Matches(@"(?m)^ +\+[\d,]+ +\+\d.* \[B\r?$", since.Stdout);
    }

    private static string[] DumpArguments(TargetPod target, string image, params string[] more) =>
        ["heap", "dump", target.Name, "-n", target.Namespace, "--image", image, "--image-pull-policy", "IfNotPresent", .. more];

    // A dump that was given up may still be written for a moment, into a file without a name.
    private async Task<string> LeftInDebugContainerAsync(TargetPod target)
    {
        var debugger = (await target.DebugContainerStatusesAsync()).First(status => status.State?.Running is not null).Name;
        for (var patience = 20; ; patience--)
        {
            await using var session = await new PodExec(Cluster.Admin).StartAsync(
                new ContainerRef(target.Namespace, target.Name, debugger),
                ["sh", "-c", "find /tmp -name '*.hprof*' -size +0; ls -d /tmp/.jvmdebug-heap-* /tmp/.jvmdebug/undo/* 2> /dev/null; true"],
                TestContext.Current.CancellationToken);
            using var reader = new StreamReader(session.Stdout);
            var left = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (left.Length == 0 || patience == 0)
            {
                return left;
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private static async Task AssertOpensInVisualVmAsync(string path, Run run)
    {
        var reader = await Cli.Wrap(Path.Combine(Repository.Root, "scripts", "read-heap.sh")).WithArguments(path)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(reader.ExitCode == 0, reader.StandardError);
        using var json = JsonDocument.Parse(run.Stdout);
        var objects = json.RootElement.GetProperty("instances").GetInt64() + json.RootElement.GetProperty("objectArrays").GetInt64() + json.RootElement.GetProperty("primitiveArrays").GetInt64();
        Assert.Contains(FormattableString.Invariant($"objects {objects}\n"), reader.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"classes {json.RootElement.GetProperty("classes").GetInt64()}\n"), reader.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("hoards 10\nreachable true\nfield card 0\nfield cards long[] [0]\n", reader.StandardOutput, StringComparison.Ordinal);
        Assert.Matches(@"field password java\.lang\.String \[0(, 0)+\]\n", reader.StandardOutput);
    }

    private static List<string> SecretsIn(string path)
    {
        var found = new List<string>();
        var buffer = new byte[4 * MiB];
        using var file = File.OpenRead(path);
        var kept = 0;
        int read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var window = buffer.AsSpan(0, kept + read);
            foreach (var secret in Secrets)
            {
                if (window.IndexOf(secret) >= 0)
                {
                    found.Add(Encoding.Latin1.GetString(secret));
                }
            }

            kept = Math.Min(32, window.Length);
            window[^kept..].CopyTo(buffer);
        }

        return found;
    }
}
