using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary>The program as it is wired, on real recordings in a sink.</summary>
public sealed class SinkRecordingTests : IDisposable
{
    private const int Patience = 120_000;

    private static readonly string Recordings = StoredRecordings();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("jvmdebug-sinks-");
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    private string Sink => "file://" + Path.Combine(_directory.FullName, "sink");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact(Timeout = Patience)]
    public async Task This_hour_is_compared_with_the_same_hour_of_last_week_and_the_outlier_among_the_pods_is_named_by_its_object()
    {
        var today = Enumerable.Range(0, 4).Select(pod => Store(pod == 3 ? "jdk25-g1" : "jdk17-g1", $"cart-{pod}", _now.AddMinutes(-10))).ToList();
        var lastWeek = Enumerable.Range(0, 4).Select(pod => Store("jdk17-g1", $"cart-{pod}", _now.AddDays(-7).AddMinutes(-20))).ToList();
        Store("jdk25-g1", "cart-0", _now.AddHours(-3));

        var (code, stdout, _) = await RunAsync("jfr", "diff", Sink, "--last", "1h", "--baseline", "7d", "-o", "json");

        var json = JsonNode.Parse(stdout)!;
        Assert.Equal(0, code);
        Assert.Equal(lastWeek, FilesOf(json["recordings"]!, isBase: true));
        Assert.Equal(today, FilesOf(json["recordings"]!, isBase: false));
        Assert.Equal([today[3]], FilesOf(json["outliers"]!, isBase: false).Distinct());
        Assert.Empty(FilesOf(json["outliers"]!, isBase: true));
    }

    [Fact(Timeout = Patience)]
    public async Task Two_deployments_of_one_sink_are_told_apart_by_their_pods()
    {
        var old = Store("jdk17-g1", "cart-5c1a-x", _now);
        var recent = Store("jdk25-g1", "cart-7d9f-x", _now);

        var (code, stdout, _) = await RunAsync("jfr", "diff", Sink, "--pod", "cart-7d9f-*", "--baseline-pod", "cart-5c1a-*");

        Assert.Equal(0, code);
        Assert.Contains($"before  {old}, of {_now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC\nafter   {recent}, of ", stdout.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Files_and_sinks_are_compared_with_each_other_and_files_are_read_where_they_are()
    {
        var stored = Store("jdk17-g1", "cart-0", _now);
        var file = Path.Combine(_directory.FullName, "here.jfr");
        File.Copy(stored["file://".Length..], file);

        var (code, stdout, _) = await RunAsync("jfr", "diff", stored, file, "-o", "json");

        Assert.Equal(0, code);
        Assert.Equal([stored], FilesOf(JsonNode.Parse(stdout)!["recordings"]!, isBase: true));
        Assert.Equal([file], FilesOf(JsonNode.Parse(stdout)!["recordings"]!, isBase: false));
    }

    [Fact(Timeout = Patience)]
    public async Task A_summary_names_the_recordings_by_their_objects_and_leaves_out_what_is_none()
    {
        var whole = Store("jdk17-g1", "cart-0", _now);
        var torso = Store("jdk17-g1", "cart-1", _now);
        await File.WriteAllTextAsync(torso["file://".Length..], "FLR", TestContext.Current.CancellationToken);

        var (code, stdout, stderr) = await RunAsync("jfr", "summary", Sink, "-o", "json");

        Assert.Equal((0, whole), (code, JsonNode.Parse(stdout)!["recordings"]!.AsArray().Single()!["path"]!.GetValue<string>()));
        Assert.Contains($"warning: {torso} is left out: ", stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData("summary")]
    [InlineData("report")]
    public async Task A_recording_that_cannot_be_opened_or_holds_something_else_does_not_cost_the_others(string command)
    {
        Store("jdk17-g1", "cart-0", _now);
        var folder = Path.GetDirectoryName(Store("jdk17-g1", "cart-1", _now)["file://".Length..])!;
        using (var bomb = new GZipStream(File.Create(Path.Combine(folder, "bomb.jfr.gz")), CompressionMode.Compress))
        {
            await bomb.WriteAsync(new byte[1 << 20], TestContext.Current.CancellationToken);
        }

        using var locked = new FileStream(Path.Combine(folder, "locked.jfr"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var (code, stdout, stderr) = await RunAsync(["jfr", command, Sink, .. command == "report" ? ["--output", _directory.FullName] : Array.Empty<string>()]);

        Assert.True(code == 0, stderr);
        Assert.NotEqual("", stdout);
        Assert.Contains("bomb.jfr.gz is left out: Not a JFR recording inside the packed file.", stderr, StringComparison.Ordinal);
        Assert.Contains("locked.jfr is left out: ", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_side_of_which_nothing_can_be_read_is_no_comparison()
    {
        var whole = Store("jdk17-g1", "cart-0", _now);
        var torso = Store("jdk17-g1", "cart-1", _now);
        await File.WriteAllTextAsync(torso["file://".Length..], "FLR", TestContext.Current.CancellationToken);

        var (code, stdout, stderr) = await RunAsync("jfr", "diff", torso, whole);

        Assert.Equal((6, ""), (code, stdout));
        Assert.Contains($"error: {torso} is no recording that can be read.", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_report_is_made_of_all_that_a_pod_recorded_and_called_after_the_first_of_it()
    {
        Store("jdk17", "cart-0", _now.AddHours(-2));
        Store("jdk25", "cart-0", _now.AddHours(-1));
        Store("jdk25", "cart-1", _now.AddHours(-1));

        var (code, stdout, _) = await RunAsync("jfr", "report", Sink, "--last", "24h", "--pod", "cart-0", "--output", _directory.FullName);

        var report = Path.Combine(_directory.FullName, $"cart-0-app-{Time(_now.AddHours(-2))}-report.html");
        Assert.Equal(0, code);
        Assert.StartsWith(report, stdout, StringComparison.Ordinal);
        Assert.Contains($"cart-0-app-{Time(_now.AddHours(-2))}.jfr and 1 more", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_flame_graph_is_drawn_of_this_hour_and_compared_with_the_same_hour_of_last_week()
    {
        Store("jdk17", "cart-0", _now.AddMinutes(-10));
        Store("jdk25", "cart-0", _now.AddDays(-7).AddMinutes(-20));
        Store("jdk25", "cart-1", _now.AddMinutes(-10));

        var (code, stdout, _) = await RunAsync("jfr", "flamegraph", Sink, "--last", "1h", "--pod", "cart-0", "--baseline", "7d", "--output", _directory.FullName);

        var graph = Path.Combine(_directory.FullName, $"cart-0-app-{Time(_now.AddMinutes(-10))}-cpu.html");
        Assert.Equal(0, code);
        Assert.StartsWith(graph, stdout, StringComparison.Ordinal);
        Assert.Contains("cpu         230 samples of 3 threads", stdout, StringComparison.Ordinal);
        Assert.Contains($"<h1>cart-0-app-{Time(_now.AddMinutes(-10))}.jfr compared with cart-0-app-{Time(_now.AddDays(-7).AddMinutes(-20))}.jfr</h1>", await File.ReadAllTextAsync(graph, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData("jfr flamegraph SINK --last 1m", "none of them taken after ")]
    [InlineData("jfr diff SINK/nowhere --last 1h --baseline 7d", "holds nothing. Check the address")]
    [InlineData("jfr summary SINK/hourly --pod shop-*", "none of a pod 'shop-*'; there are cart-0-app-")]
    [InlineData("jfr report SINK --last 1m", "none of them taken after ")]
    [InlineData("jfr summary SINK/gone.jfr", "gone.jfr. Name the folder it should be in")]
    public async Task What_a_sink_does_not_hold_is_not_found(string commandLine, string reason)
    {
        Store("jdk17", "cart-0", _now.AddHours(-1));

        var (code, stdout, stderr) = await RunAsync(commandLine.Replace("SINK", Sink, StringComparison.Ordinal).Split(' '));

        Assert.Equal((3, ""), (code, stdout));
        Assert.Contains(reason, stderr, StringComparison.Ordinal);
    }

    /// <returns>The object's address.</returns>
    private string Store(string recording, string pod, DateTimeOffset time)
    {
        var path = Path.Combine(_directory.FullName, "sink", "hourly", Time(time), $"{pod}-app-{Time(time)}.jfr");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Recordings, recording + ".jfr.gz")), CompressionMode.Decompress);
        using var file = File.Create(path);
        packed.CopyTo(file);
        return "file://" + path;
    }

    private static IEnumerable<string> FilesOf(JsonNode files, bool isBase) =>
        files.AsArray().Where(file => file!["isBase"]!.GetValue<bool>() == isBase).Select(file => file!["file"]!.GetValue<string>());

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string StoredRecordings([CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "JvmDebug.Jfr.Tests", "Recordings");

    private static Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] args) => WiredCli.RunAsync(args);
}
