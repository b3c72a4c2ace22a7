using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Html.Browser;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary>The program as it is wired, on real recordings.</summary>
public sealed class StackFileTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const int Patience = 120_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("jvmdebug-stacks-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact(Timeout = Patience)]
    public async Task A_recording_becomes_a_page_that_a_browser_shows()
    {
        var (code, stdout, stderr) = await RunAsync("jfr", "flamegraph", Stored("jdk17"), "--event", "all", "--diff", Stored("jdk25"), "--output", _directory.FullName, "-q");

        var file = Path.Combine(_directory.FullName, "jdk17-flames.html");
        Assert.Equal((0, ""), (code, stderr));
        Assert.StartsWith(file, stdout, StringComparison.Ordinal);
        Assert.Contains("  cpu         230 samples of 3 threads", stdout, StringComparison.Ordinal);
        using var page = await chromium.OpenAsync(file);
        Assert.Equal("CPU: 230 samples, base 229 samples", await page.TextAsync(".facts"));
        await page.ClickAsync(".search");
        await page.TypeAsync("isPrime");
        Assert.Matches(@"^matched 9\d\.\d % \(2\d\d samples\)$", await page.TextAsync(".matched"));
        Assert.Empty(page.Complaints);
        Assert.Equal([new Uri(file).AbsoluteUri], page.Requests);
        Assert.Equal([file], Directory.GetFiles(_directory.FullName));
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_has_facts_plots_tables_and_graphs_and_says_what_was_not_recorded(bool dark)
    {
        var (code, _, stderr) = await RunAsync("jfr", "report", Stored("jdk17"), "--output", _directory.FullName, "-q");

        Assert.Equal((0, ""), (code, stderr));
        var file = Path.Combine(_directory.FullName, "jdk17-report.html");
        using var page = await chromium.OpenAsync(file, dark);
        Assert.Contains("of the machine on average", await page.TextAsync("#summary"), StringComparison.Ordinal);
        Assert.Contains("warning Others use the CPU of this node", await page.TextAsync("#findings .finding h3"), StringComparison.Ordinal);
        Assert.Contains("Not judged, because ", await page.TextAsync("#findings"), StringComparison.Ordinal);
        Assert.Contains("demo.Primes.isPrime", await page.TextAsync("#hot tbody tr"), StringComparison.Ordinal);
        Assert.DoesNotContain("baseline", await page.TextAsync(".contents"), StringComparison.Ordinal);
        Assert.Contains("Nothing was recorded. Record with --settings profile", await page.TextAsync("#allocation"), StringComparison.Ordinal);
        Assert.Equal("CPU: 230 samples", await page.TextAsync(".facts"));
        Assert.Empty(page.Complaints);
        Assert.Equal([new Uri(file).AbsoluteUri], page.Requests);
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_with_a_baseline_says_what_differs_and_draws_it(bool dark)
    {
        var (code, _, stderr) = await RunAsync("jfr", "report", Stored("jdk17"), "--baseline", Stored("jdk25"), "--output", _directory.FullName, "-q");

        Assert.Equal((0, ""), (code, stderr));
        using var page = await chromium.OpenAsync(Path.Combine(_directory.FullName, "jdk17-report.html"), dark);
        Assert.Equal("jdk17.jfr.gz compared with jdk25.jfr.gz", await page.TextAsync("h1"));
        Assert.Contains("Compared with the baseline", await page.TextAsync(".contents"), StringComparison.Ordinal);
        Assert.Contains("jdk25.jfr.gz. After: ", await page.TextAsync("#comparison p"), StringComparison.Ordinal);
        Assert.StartsWith("CPU of the JVM (share of the machine)", await page.TextAsync("#comparison tbody tr"), StringComparison.Ordinal);
        Assert.Contains("none takes another share", await page.TextAsync("#comparison"), StringComparison.Ordinal);
        Assert.Equal("CPU: 230 samples, base 229 samples", await page.TextAsync(".facts"));
        Assert.Empty(page.Complaints);
    }

    [Fact(Timeout = Patience)]
    public async Task What_of_a_baseline_could_not_be_read_is_a_warning()
    {
        using var packed = new GZipStream(File.OpenRead(Stored("jdk25")), CompressionMode.Decompress);
        var torso = Path.Combine(_directory.FullName, "torso.jfr");
        using (var file = File.Create(torso))
        {
            await packed.CopyToAsync(file, TestContext.Current.CancellationToken);
            await file.WriteAsync(new byte[100], TestContext.Current.CancellationToken);
        }

        var (code, _, stderr) = await RunAsync("jfr", "report", Stored("jdk17"), "--baseline", torso, "--output", _directory.FullName, "-q");

        Assert.Equal(0, code);
        Assert.Contains($"warning: {torso}: 100 bytes are not read", Assert.Single(stderr.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_recording_compared_with_itself_is_no_regression()
    {
        var (code, stdout, _) = await RunAsync("jfr", "diff", Stored("jdk17"), Stored("jdk17"), "--fail-on", "regression");

        Assert.Equal(0, code);
        Assert.Contains("hot methods: of ", stdout, StringComparison.Ordinal);
        Assert.Contains("none takes another share", stdout, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_comparison_is_there_for_programs()
    {
        var (code, stdout, _) = await RunAsync("jfr", "diff", Stored("jdk25"), "--base", Stored("jdk17"), "-o", "json");

        var json = JsonNode.Parse(stdout)!;
        Assert.Equal((0, 1), (code, json["schemaVersion"]!.GetValue<int>()));
        Assert.Equal("cpu", json["measures"]![0]!["measure"]!.GetValue<string>());
        Assert.Contains(json["methods"]!.AsArray(), method => method!["method"]!.GetValue<string>() == "demo.Primes.isPrime");
    }

    [Fact(Timeout = Patience)]
    public async Task Stacks_go_to_standard_output_alone()
    {
        var (code, stdout, _) = await RunAsync("jfr", "export", Stored("jdk25"), "--format", "collapsed", "--output", "-");

        Assert.Equal(0, code);
        Assert.All(stdout.TrimEnd().Split('\n'), line => Assert.Matches(@"^\S.* \d+$", line));
        Assert.Contains("demo.Primes.isPrime ", stdout, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task The_result_is_there_for_programs()
    {
        var file = Path.Combine(_directory.FullName, "x.pb.gz");
        var (_, stdout, _) = await RunAsync("jfr", "export", Stored("jdk25"), "--format", "pprof", "--event", "sleep", "--output", file, "-o", "json");

        var json = JsonNode.Parse(stdout)!;
        Assert.Equal((1, file, new FileInfo(file).Length), (json["schemaVersion"]!.GetValue<int>(), json["path"]!.GetValue<string>(), json["size"]!.GetValue<long>()));
        Assert.Equal(("sleep", "nanoseconds", 350), (json["profiles"]![0]!["event"]!.GetValue<string>(), json["profiles"]![0]!["unit"]!.GetValue<string>(), json["profiles"]![0]!["count"]!.GetValue<int>()));
    }

    [Fact(Timeout = Patience)]
    public async Task Many_parts_that_could_not_be_read_are_a_few_warnings()
    {
        using var packed = new GZipStream(File.OpenRead(Stored("jdk25")), CompressionMode.Decompress);
        using var recording = new MemoryStream();
        await packed.CopyToAsync(recording, TestContext.Current.CancellationToken);
        var copies = Path.Combine(_directory.FullName, "copies.jfr");
        await File.WriteAllBytesAsync(copies, [.. Enumerable.Repeat(recording.ToArray(), 9).SelectMany(bytes => bytes)], TestContext.Current.CancellationToken);

        var (code, stdout, stderr) = await RunAsync("jfr", "flamegraph", copies, "--output", _directory.FullName, "-q");

        Assert.Equal(0, code);
        Assert.Contains("229 samples", stdout, StringComparison.Ordinal);
        Assert.Equal(6, stderr.TrimEnd().Split('\n').Length);
        Assert.EndsWith("3 more parts could not be read.", stderr.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Events_that_were_not_recorded_are_said_to_be_missing_with_what_is_there()
    {
        var (code, stdout, stderr) = await RunAsync("jfr", "flamegraph", Stored("jdk25"), "--event", "wall", "--output", _directory.FullName, "-q");

        Assert.Equal((3, ""), (code, stdout));
        Assert.Contains("holds no events for --event wall.", stderr, StringComparison.Ordinal);
        Assert.Contains("What there is: cpu (229), ", stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.FullName));
    }

    private static string Stored(string name, [CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "JvmDebug.Jfr.Tests", "Recordings", name + ".jfr.gz");

    private static Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] args) => WiredCli.RunAsync(args);
}
