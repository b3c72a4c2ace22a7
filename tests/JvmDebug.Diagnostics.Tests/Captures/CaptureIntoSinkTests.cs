using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class CaptureIntoSinkTests : IDisposable
{
    private readonly string _recording = Path.GetTempFileName();
    private readonly List<string> _told = [];

    public void Dispose() => File.Delete(_recording);

    [Fact(Timeout = 30000)]
    public async Task A_cancelled_upload_says_where_the_only_copy_is()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreAsync(() => throw new OperationCanceledException()));

        Assert.Equal($"The recording was not stored. The recording itself is whole, in {_recording}.", Assert.Single(_told));
    }

    [Fact(Timeout = 30000)]
    public async Task What_a_sink_refuses_is_still_here()
    {
        var failure = await Assert.ThrowsAsync<StorageException>(() => StoreAsync(() => throw new StorageException(StorageFailure.NoSpace, "It is full.")));

        Assert.Equal($"It is full. The recording itself is whole, in {_recording}.", failure.Message);
    }

    [Fact(Timeout = 30000)]
    public async Task In_a_pod_where_nobody_could_get_it_nothing_is_promised()
    {
        var failure = await Assert.ThrowsAsync<StorageException>(() => StoreAsync(() => throw new StorageException(StorageFailure.NoSpace, "It is full."), keeps: false));

        Assert.Equal("It is full. The recording is lost.", failure.Message);
    }

    [Fact(Timeout = 30000)]
    public async Task What_was_stored_with_another_hash_is_no_success_and_the_file_is_named()
    {
        var failure = await Assert.ThrowsAsync<StorageException>(() => StoreAsync(() => "other"));

        Assert.Equal(StorageFailure.Damaged, failure.Reason);
        Assert.EndsWith($"The recording itself is whole, in {_recording}.", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_recording));
    }

    [Fact(Timeout = 30000)]
    public async Task What_was_stored_is_named_by_its_address() =>
        Assert.Equal("s3://bucket/cart.jfr", (await StoreAsync(() => "same")).Path);

    private async Task<JfrCaptureResult> StoreAsync(Func<string> sha256, bool keeps = true)
    {
        using var sink = new Sink(sha256);
        var progress = new Told(_told);
        var sessions = new DebugSessionFactory(() => throw new InvalidOperationException(), progress, new DebugDefaults());
        var target = new ContainerRef("shop", "cart-0", "app");
        var jvm = new JvmProcess(1, 1, 1000, 1000, "17.0.12", "demo.Busy", "java demo.Busy", null);
        var capture = new JfrCaptureResult(_recording, 0, "same", target, jvm, "jvmdebug-capture", null!)
        {
            Origin = new ArtifactOrigin(target, jvm, "jfr capture", DateTimeOffset.UnixEpoch, "jane@laptop"),
        };
        return await new CaptureIntoSink(sessions, sink, progress) { KeepsUnstored = keeps }.StoreAsync(capture, "cart.jfr", TestContext.Current.CancellationToken);
    }

    private sealed class Sink(Func<string> sha256) : ISink
    {
        public SinkLocation Location { get; } = SinkLocation.TryParse("s3://bucket", out _)!;

        public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken) => Task.FromResult(new WrittenObject(name, 0, sha256()));

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
