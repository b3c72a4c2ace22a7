using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Schedules;

public sealed class ScheduleFetchTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-fetch-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Here => Path.Combine(_root, "here");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact(Timeout = 30000)]
    public async Task What_is_fetched_is_its_owners_alone()
    {
        using var sink = await SinkAsync();

        var path = await ScheduleControl.FetchAsync(sink, new StoredObject("nightly/run/cart.jfr", 5, default), Here, Token);

        Assert.Equal((Path.Combine(Here, "nightly/run/cart.jfr"), "bytes"), (path, await File.ReadAllTextAsync(path, Token)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact(Timeout = 30000)]
    public async Task What_does_not_arrive_whole_leaves_no_part_of_it()
    {
        using var sink = await SinkAsync();

        await Assert.ThrowsAsync<StorageException>(() => ScheduleControl.FetchAsync(sink, new StoredObject("nightly/run/cart.jfr", 99, default), Here, Token));

        Assert.Empty(Directory.GetFiles(Here, "*", SearchOption.AllDirectories));
    }

    private async Task<ISink> SinkAsync()
    {
        var sink = Sinks.Open(SinkLocation.TryParse("file://" + Path.Combine(_root, "there"), out _)!, new SinkSecrets(_ => null));
        using var content = new MemoryStream("bytes"u8.ToArray());
        await sink.WriteAsync("nightly/run/cart.jfr", content, Token);
        return sink;
    }
}
