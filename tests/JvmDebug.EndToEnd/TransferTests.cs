using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed class TransferTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private const long GiB = 1L << 30;
    private const long MiB = 1L << 20;

    [Fact(Timeout = 600_000)]
    public async Task A_gigabyte_that_does_not_compress_arrives_in_flat_memory()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(Flood(1100));

        using var running = Binary.Start(CaptureArguments(target, Images.Own, "--max-size", "4G", "--duration", "40s", "--output", "big.jfr", "-q"));
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        var path = Path.Combine(Here, "big.jfr");
        Assert.True(new FileInfo(path).Length >= GiB, $"only {new FileInfo(path).Length} bytes");
        Assert.NotEmpty(ChunkChain.Verify(path));
        Assert.True(running.PeakResidentSet < 80_000_000, $"peak resident set {running.PeakResidentSet / MiB} MiB");
    }

    [Fact(Timeout = 240_000)]
    public async Task A_connection_cut_twice_in_the_middle_gives_the_whole_file()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(Flood(60));
        await using var network = new BadNetwork(Cluster, 5_000_000, 9_000_000);

        var run = await CaptureAsync(target, Images.StockJdk17, ["--duration", "8s", "--max-size", "1G", "--output", "cut.jfr", .. network.Arguments]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(2, run.Stderr.Split("The connection broke after").Length - 1);
        Assert.NotEmpty(ChunkChain.Verify(Path.Combine(Here, "cut.jfr")));
        Assert.Contains("equal in the pod and here", run.Stdout, StringComparison.Ordinal);
    }

    private static PodBuilder Flood(int megabytes) =>
        PodBuilder.Java("java", "-Xmx128m", "-cp", "/app", "demo.Flood")
            .Env("FLOOD_MB", megabytes.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .RunAs(65532, 65532);
}
