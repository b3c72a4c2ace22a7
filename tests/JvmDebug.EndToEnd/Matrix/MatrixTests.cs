using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.EndToEnd.Matrix;

/// <summary>
/// Every shape of pod with every JDK and every debug image. A spread that touches each of them runs always; the whole with
/// JVMDEBUG_E2E_MATRIX naming a file for the results (make test-matrix), or a part of it with JVMDEBUG_E2E_MATRIX_JDKS and
/// JVMDEBUG_E2E_MATRIX_IMAGES.
/// </summary>
public sealed class MatrixTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    // 28 is the newest early-access one; it and 8 and 11 are Debian's unstable packages, which the always-run spread must not need.
    private static readonly string[] AllJdks = ["8", "11", "17", "21", "25", "28"];
    private static readonly int[] StableJdks = [17, 21, 25];
    private static readonly string[] DebugImages = ["jdk17", "jdk21", "jdk25", "own"];

    private static string? ResultsFile => Environment.GetEnvironmentVariable("JVMDEBUG_E2E_MATRIX") is { Length: > 0 } file ? file : null;

    /// <summary>One row a pod; its cells share it.</summary>
    public static TheoryData<string, int, string> Pods()
    {
        var data = new TheoryData<string, int, string>();
        for (var row = 0; row < Shape.All.Count; row++)
        {
            if (ResultsFile is not null)
            {
                foreach (var jdk in Wanted("JDKS", AllJdks))
                {
                    data.Add(Shape.All[row].Name, int.Parse(jdk, CultureInfo.InvariantCulture), string.Join(' ', Wanted("IMAGES", DebugImages)));
                }
            }
            else
            {
                // Three and four have no common factor: each JDK meets each image.
                data.Add(Shape.All[row].Name, StableJdks[row % StableJdks.Length], DebugImages[row % DebugImages.Length]);
            }
        }

        return data;
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Pods))]
    public async Task A_JVM_is_found_asked_and_recorded_in(string shape, int jdk, string debugImages)
    {
        var row = Shape.All.Single(known => known.Name == shape);
        await using var ns = await TestNamespace.CreateAsync(Cluster, row.PodSecurity);
        var target = await ns.RunAsync(row.Pod(jdk));
        var failures = new List<string>();
        foreach (var image in debugImages.Split(' '))
        {
            var clock = Stopwatch.StartNew();
            var failure = await TryAsync(target, row, jdk, image);
            await ReportAsync(row, jdk, image, failure, clock.Elapsed);
            if (failure is not null)
            {
                failures.Add($"{image}: {failure}");
            }
        }

        Assert.Equal([], failures);
    }

    private static string[] Wanted(string variable, string[] all) =>
        Environment.GetEnvironmentVariable("JVMDEBUG_E2E_MATRIX_" + variable) is { Length: > 0 } some ? some.Split(' ') : all;

    private static async Task ReportAsync(Shape row, int jdk, string image, string? failure, TimeSpan time)
    {
        if (ResultsFile is { } file)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{row.Name}\t{jdk}\t{image}\t{(failure is null ? "ok" : failure.ReplaceLineEndings(" "))}\t{time.TotalSeconds:0.0}\n");
            await File.AppendAllTextAsync(file, line, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string?> TryAsync(TargetPod target, Shape row, int jdk, string image)
    {
        try
        {
            await CellAsync(target, row, jdk, image);
            return null;
        }
        catch (Exception e) when (ResultsFile is not null && e is not OperationCanceledException)
        {
            // The other cells of the pod are worth knowing too.
            return e.Message;
        }
    }

    private async Task CellAsync(TargetPod target, Shape row, int jdk, string image)
    {
        string[] common = [target.Name, "-n", target.Namespace, "--image", Images.Debug(image), "--image-pull-policy", "IfNotPresent", "-q"];
        string[] named = [.. common, .. row.Naming ?? []];
        string[] listed = [.. common, .. row.Naming is ["-c", ..] ? row.Naming : []];

        using (var ps = await JsonAsync(["ps", .. listed, "-o", "json"]))
        {
            var jvm = ps.RootElement.GetProperty("jvms").EnumerateArray().First(found => row.Pid is not { } pid || found.GetProperty("pid").GetInt32() == pid);
            Assert.Equal(JsonValueKind.Null, jvm.GetProperty("cannotAttach").ValueKind);
            Assert.Equal("demo.Busy", jvm.GetProperty("mainClass").GetString());
            Assert.Equal(row.Naming is ["-c", ..] || row.Naming is null ? 1 : 2, ps.RootElement.GetProperty("jvms").GetArrayLength());
        }

        var version = await Binary.RunAsync(["jcmd", .. named, "--", "VM.version"]);
        Assert.True(version.ExitCode == 0, version.ToString());
        Assert.Contains(jdk == 8 ? "JDK 8" : $"JDK {jdk}", version.Stdout, StringComparison.Ordinal);

        var output = $"{image}.jfr";
        using (var capture = await JsonAsync(["jfr", "capture", .. named, "--settings", "profile", "--duration", "2s", "--output", output, "-o", "json"]))
        {
            var recording = capture.RootElement.GetProperty("recording");
            Assert.NotEmpty(ChunkChain.Verify(Path.Combine(Here, output)));
            Assert.Contains("demo.Primes.isPrime", recording.GetProperty("hotMethods").EnumerateArray().Select(method => method.GetProperty("method").GetString()));
        }

        File.Delete(Path.Combine(Here, output));
        await target.AssertUntouchedAsync();
    }

    private async Task<JsonDocument> JsonAsync(string[] arguments)
    {
        var run = await Binary.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("", run.Stderr);
        return JsonDocument.Parse(run.Stdout);
    }
}
