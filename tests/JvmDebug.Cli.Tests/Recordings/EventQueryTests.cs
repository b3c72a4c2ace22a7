using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary><c>jfr events</c> as it is wired: what is asked for in the wrong words is refused, not answered by nothing.</summary>
public sealed class EventQueryTests : IDisposable
{
    private const int Patience = 120_000;

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Patience)]
    [InlineData("startTime > 2099-01-01T00:00:00Z", "none")]
    [InlineData("startTime > 2020-01-01", "all")]
    [InlineData("startTime <= 2020-01-01T00:00:00.123456789+02:00", "none")]
    [InlineData("weight > 1MiB", "weight > 1048576")]
    [InlineData("weight > 1M", "weight > 1048576")]
    [InlineData("weight > 1MB", "weight > 1048576")]
    [InlineData("weight >= 64Ki", "weight >= 65536")]
    [InlineData("weight < 1GiB", "weight < 1073741824")]
    [InlineData("objectClass ~ byte", "objectClass = byte[]")]
    public async Task A_value_is_read_by_the_unit_of_the_field(string condition, string same)
    {
        var all = await CountAsync("jdk.ObjectAllocationSample");
        var met = await CountAsync("jdk.ObjectAllocationSample", condition);

        Assert.Equal(same switch { "none" => 0, "all" => all, _ => await CountAsync("jdk.ObjectAllocationSample", same) }, met);
        Assert.True(same is "none" or "all" || (met > 0 && met < all) || condition.EndsWith("1GiB", StringComparison.Ordinal), $"{met} of {all}");
    }

    [Theory(Timeout = Patience)]
    [InlineData("jdk.GarbageCollection", "duration > 5msec", "'5msec' is not a duration, as duration is: 20ms")]
    [InlineData("jdk.GarbageCollection", "duration > 20", "'20' is not a duration, as duration is: 20ms, with one of ns, us, ms, s, m, h, d")]
    [InlineData("jdk.GarbageCollection", "gcId < abc", "'abc' is not a number, as gcId is: 42")]
    [InlineData("jdk.GarbageCollection", "longestPause > 1_000_000", "'1_000_000' is not a duration")]
    [InlineData("jdk.GarbageCollection", "duration > 9000000000000000000000000d", "'9000000000000000000000000d' is not a duration")]
    [InlineData("jdk.ObjectAllocationSample", "weight > 99999999999999999999TB", "'99999999999999999999TB' is not a size")]
    [InlineData("jdk.GarbageCollection", "startTime > 5", "'5' is not a point in time, as startTime is: 2026-03-01T02:00:00Z")]
    [InlineData("jdk.GarbageCollection", "cause > 5", "cause is text, which has no order")]
    [InlineData("jdk.GarbageCollection", "gcId ~ 5", "gcId is a number: compare it by")]
    [InlineData("jdk.ObjectAllocationSample", "weight > 5ms", "'5ms' is not a size, as weight is: 64kB or 1MiB")]
    [InlineData("jdk.ObjectAllocationSample", "wieght > 5", "jdk.ObjectAllocationSample has no field 'wieght'. Did you mean weight?")]
    [InlineData("jdk.GC*", "bogus > 3", "no type of events has a field 'bogus'. 'jfr metadata' names the fields.")]
    [InlineData("jdk.GarbageColection", "gcId = 3", "no type of events 'jdk.GarbageColection'. Did you mean jdk.GarbageCollection?")]
    [InlineData("jdk.Nope*", "gcId = 3", "no type of events 'jdk.Nope*'. 'jfr metadata' names the types.")]
    public async Task What_no_event_could_answer_is_refused(string type, string condition, string reason)
    {
        var (code, stdout, stderr) = await WiredCli.RunAsync("jfr", "events", _folder.Copy("jdk17"), "--type", type, "--where", condition);

        Assert.Equal((2, ""), (code, stdout));
        Assert.Contains(reason, stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_type_without_events_is_a_type_and_its_table_has_its_headings()
    {
        var file = _folder.Copy("jdk17");

        Assert.Equal((0, "", ""), await WiredCli.RunAsync("jfr", "events", file, "--type", "jdk.OldObjectSample"));
        var (code, csv, _) = await WiredCli.RunAsync("jfr", "events", file, "--type", "jdk.OldObjectSample", "-o", "csv");
        Assert.Equal(0, code);
        Assert.StartsWith("startTime,", csv, StringComparison.Ordinal);
        Assert.Single(csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact(Timeout = Patience)]
    public async Task A_table_of_several_recordings_has_its_headings_once()
    {
        var (code, csv, _) = await WiredCli.RunAsync("jfr", "events", _folder.Copy("jdk17"), _folder.Copy("jdk25"), "--type", "jdk.GarbageCollection", "-o", "csv");

        Assert.Equal(0, code);
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines, line => line.StartsWith("startTime,", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Equal(Cells(lines[0]), Cells(line)));
    }

    private static int Cells(string line) => line.Split('"').Where((_, i) => i % 2 == 0).Sum(part => part.Count(c => c == ',')) + 1;

    private async Task<int> CountAsync(string type, string? condition = null)
    {
        var (code, stdout, stderr) = await WiredCli.RunAsync(["jfr", "events", _folder.Copy("jdk17-g1"), "--type", type, .. condition is null ? Array.Empty<string>() : ["--where", condition]]);
        Assert.Equal((0, ""), (code, stderr));
        return stdout.Count(c => c == '\n');
    }
}
