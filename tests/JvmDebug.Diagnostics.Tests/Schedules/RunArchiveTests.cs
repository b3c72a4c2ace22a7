using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Schedules;

public sealed class RunArchiveTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-archive-").FullName;

    [Fact(Timeout = 15000)]
    public async Task Whole_runs_expire_with_the_summaries_beside_their_recordings_and_other_schedules_stay_and_those_of_other_namespaces()
    {
        using var sink = Sinks.Open(SinkLocation.TryParse("file://" + _root, out _)!, new SinkSecrets(_ => null));
        foreach (var name in new[] { "shop/hourly/1/a.jfr", "shop/hourly/1/a.summary.json", "shop/hourly/1/manifest.json", "shop/hourly/2/a.jfr", "shop/hourly/2/a.summary.json", "shop/hourly/3/a.jfr", "shop/hourly-2/1/a.jfr", "staging/hourly/1/a.jfr" })
        {
            using var content = new MemoryStream([1]);
            await sink.WriteAsync(name, content, TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(Path.Combine(_root, name), DateTime.UtcNow.AddDays(-10 + (name.Contains("/1/", StringComparison.Ordinal) ? 0 : name[12] - '0')));
        }

        await new RunArchive(sink, "shop").ExpireAsync("hourly", new Retention(2, null), DateTimeOffset.UtcNow, new SilentProgress(), TestContext.Current.CancellationToken);

        Assert.Equal(["2", "3"], (await new RunArchive(sink, "shop").ListAsync("hourly", TestContext.Current.CancellationToken)).Select(run => run.Id));
        Assert.False(Directory.Exists(Path.Combine(_root, "shop", "hourly", "1")));
        Assert.True(File.Exists(Path.Combine(_root, "shop", "hourly", "2", "a.summary.json")));
        Assert.True(File.Exists(Path.Combine(_root, "shop", "hourly-2", "1", "a.jfr")));
        Assert.True(File.Exists(Path.Combine(_root, "staging", "hourly", "1", "a.jfr")));
    }

    [Fact(Timeout = 15000)]
    public async Task A_store_that_does_not_tell_what_is_unfinished_is_no_failure_of_the_run()
    {
        using var sink = new RefusingSink();

        await new RunArchive(sink, "shop").RemoveUnfinishedAsync("hourly", DateTimeOffset.UtcNow, new SilentProgress(), TestContext.Current.CancellationToken);

        Assert.Equal("shop/hourly/", sink.Asked);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private sealed class RefusingSink : ISink
    {
        public string? Asked { get; private set; }

        public SinkLocation Location => throw new NotSupportedException();

        public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> RemoveUnfinishedAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
        {
            Asked = prefix;
            throw new StorageException(StorageFailure.AccessDenied, "Access Denied");
        }

        public void Dispose()
        {
        }
    }

    private sealed class SilentProgress : IProgressReporter
    {
        public void Stage(string description)
        {
        }

        public void Note(string fact)
        {
        }

        public void Warning(string text)
        {
        }

        public void Waiting(TimeSpan elapsed, TimeSpan total)
        {
        }

        public void Transfer(long received, long total)
        {
        }

        public void Count(int finished, int total)
        {
        }
    }
}
