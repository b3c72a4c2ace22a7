using JvmDebug.Diagnostics.Archives;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Archives;

public sealed class RecordingArchiveTests : IDisposable
{
    private const int Patience = 15_000;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-recordings-").FullName;
    private readonly ISink _sink;

    public RecordingArchiveTests() => _sink = Sinks.Open(SinkLocation.TryParse("file://" + _root, out _)!, new SinkSecrets(_ => null));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _sink.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact(Timeout = Patience)]
    public async Task A_recording_is_as_old_as_its_name_says_else_its_folder_else_the_store()
    {
        await StoreAsync("run/20260301T110000Z/cart-0-20260301T120000Z.jfr", Noon.AddYears(1));
        await StoreAsync("run/20260301T110000Z/cart-0.jfr", Noon.AddYears(1));
        await StoreAsync("by-hand/20269999T999999Z/cart-0.jfr", Noon.AddHours(-3));

        Assert.Equal(
            [("by-hand/20269999T999999Z/cart-0.jfr", Noon.AddHours(-3)), ("run/20260301T110000Z/cart-0.jfr", Noon.AddHours(-1)), ("run/20260301T110000Z/cart-0-20260301T120000Z.jfr", Noon)],
            (await ListAsync()).Select(found => (found.Stored.Name, found.Time)));
    }

    [Theory]
    [InlineData("run/cart-0-app-20260301T120000Z.jfr", "cart-0-app")]
    [InlineData("20260301T120000Z_cart-0.jfr.gz", "cart-0")]
    [InlineData("cart-0.jfr", "cart-0")]
    [InlineData("20260301T120000Z.jfr", "20260301T120000Z")]
    public void Recordings_of_one_container_have_the_name_in_common_without_the_time(string name, string series) =>
        Assert.Equal(series, new StoredRecording(new StoredObject(name, 1, Noon), Noon).Series);

    [Fact(Timeout = Patience)]
    public async Task What_is_no_recording_is_passed_over_also_the_summary_beside_one()
    {
        await StoreAsync("a.jfr", Noon);
        await StoreAsync("b.JFR.gz", Noon);
        foreach (var other in new[] { "a.summary.json", "manifest.json", "a.threads.txt", "a.hprof.gz", "jfr", "a.jfr.txt" })
        {
            await StoreAsync(other, Noon);
        }

        Assert.Equal(["a.jfr", "b.JFR.gz"], (await ListAsync()).Select(found => found.Stored.Name));
    }

    [Fact(Timeout = Patience)]
    public async Task A_window_has_its_end_and_not_its_beginning_so_that_two_of_them_share_nothing()
    {
        foreach (var hour in new[] { 9, 10, 11, 12, 13 })
        {
            await StoreAsync($"x-20260301T{hour:00}0000Z.jfr", Noon);
        }

        Assert.Equal([11, 12], await HoursAsync(new RecordingFilter(Noon.AddHours(-2), Noon)));
        Assert.Equal([9, 10], await HoursAsync(new RecordingFilter(Noon.AddHours(-4), Noon.AddHours(-2))));
        Assert.Equal([12, 13], await HoursAsync(new RecordingFilter(Noon.AddHours(-1))));
    }

    [Theory(Timeout = Patience)]
    [InlineData("cart-0", "one")]
    [InlineData("cart-?", "one", "two")]
    [InlineData("*", "one", "two", "three")]
    [InlineData("shop-0", "three")]
    public async Task Whose_a_recording_is_stands_in_the_manifest_of_its_run_and_of_each_worker(string pattern, params string[] names)
    {
        await StoreAsync("run/one.jfr", Noon);
        await StoreAsync("run/two.jfr", Noon.AddHours(1));
        await StoreAsync("run/three.jfr", Noon.AddHours(2));
        await ManifestAsync("run/manifest-0.json", ("cart-0", "one.jfr"), ("cart-1", "two.jfr"));
        await ManifestAsync("run/manifest-1.json", ("shop-0", "three.jfr"));

        Assert.Equal(names, (await ListAsync(new RecordingFilter(Pod: pattern))).Select(found => found.Stored.Name["run/".Length..^".jfr".Length]));
    }

    [Theory(Timeout = Patience)]
    [InlineData("cart-1", "cart-1-app-20260301T120000Z.jfr")]
    [InlineData("cart-*", "cart-1-app-20260301T120000Z.jfr", "cart-10-app-20260301T120000Z.jfr")]
    public async Task Without_a_manifest_of_ours_the_name_begins_with_the_pod(string pattern, params string[] names)
    {
        await StoreAsync("cart-1-app-20260301T120000Z.jfr", Noon);
        await StoreAsync("cart-10-app-20260301T120000Z.jfr", Noon);
        await StoreAsync("db-0-app-20260301T120000Z.jfr", Noon);
        await StoreAsync("manifest.json", Noon);

        Assert.Equal(names, (await ListAsync(new RecordingFilter(Pod: pattern))).Select(found => found.Stored.Name));
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_missed_is_answered_with_what_there_is()
    {
        Assert.Contains("holds nothing. Check the address", await RefusalAsync(new RecordingFilter()), StringComparison.Ordinal);
        await StoreAsync("a.threads.txt", Noon);
        await StoreAsync("manifest.json", Noon);
        Assert.Contains("holds 2 objects and no recording (.jfr, .jfr.gz) among them; the first is a.threads.txt.", await RefusalAsync(new RecordingFilter()), StringComparison.Ordinal);
        await StoreAsync("cart-0-20260301T120000Z.jfr", Noon);
        Assert.Contains("holds 1 recording, none of them taken after 2026-03-01 13:00:00 UTC: it is of 2026-03-01 12:00:00 UTC.", await RefusalAsync(new RecordingFilter(Noon.AddHours(1))), StringComparison.Ordinal);
        Assert.Contains("none of a pod 'db-*'; there are cart-0-20260301T120000Z.", await RefusalAsync(new RecordingFilter(Pod: "db-*")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task One_recording_is_found_by_its_whole_name()
    {
        await StoreAsync("run/a.jfr", Noon);
        await StoreAsync("run/a.jfr.gz", Noon);

        Assert.Equal("run/a.jfr", (await RecordingArchive.FindAsync(_sink, "run/a.jfr", Token)).Stored.Name);
        Assert.Equal(JvmFailure.NoRecording, (await Assert.ThrowsAsync<JvmException>(() => RecordingArchive.FindAsync(_sink, "run/a", Token))).Reason);
    }

    private async Task<IReadOnlyList<StoredRecording>> ListAsync(RecordingFilter? filter = null) =>
        await (await RecordingArchive.ListAsync(_sink, Token)).SelectAsync(filter ?? new RecordingFilter(), Token);

    private async Task<IEnumerable<int>> HoursAsync(RecordingFilter filter) => (await ListAsync(filter)).Select(found => found.Time.Hour);

    private async Task<string> RefusalAsync(RecordingFilter filter)
    {
        var refused = await Assert.ThrowsAsync<JvmException>(() => ListAsync(filter));
        Assert.Equal(JvmFailure.NoRecording, refused.Reason);
        return refused.Message;
    }

    private async Task StoreAsync(string name, DateTimeOffset modified)
    {
        using var content = new MemoryStream([1]);
        await _sink.WriteAsync(name, content, Token);
        File.SetLastWriteTimeUtc(Path.Combine(_root, name), modified.UtcDateTime);
    }

    private async Task ManifestAsync(string name, params (string Pod, string File)[] files)
    {
        var pods = string.Join(',', files.Select(file => $$"""{"pod":"{{file.Pod}}","files":[{"path":"{{file.File}}"}]}"""));
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"schemaVersion":1,"pods":[{{pods}},{"pod":"failed","files":[]}]}"""));
        await _sink.WriteAsync(name, content, Token);
    }
}
