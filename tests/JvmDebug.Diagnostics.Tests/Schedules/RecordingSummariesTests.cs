using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Diagnostics.Tests.Captures;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Schedules;

public sealed class RecordingSummariesTests : IDisposable
{
    private static readonly ContainerRef Container = new("shop", "cart-0", "app");
    private static readonly JvmProcess Jvm = new(1, 1, 65532, 65532, "17.0.15", "demo.Busy", "java demo.Busy", null);

    private static readonly JfrCaptureResult Capture = new("s3://b/run/cart-0.jfr", 1, new string('a', 64), Container, Jvm, "jvmdebug-hourly", new RecordingSummary(1, 1, default, default, [], []))
    {
        Origin = new ArtifactOrigin(Container, Jvm, "jfr capture", DateTimeOffset.UnixEpoch, "jane@laptop"),
    };

    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-summaries-").FullName;
    private readonly List<string> _told = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact(Timeout = 15000)]
    public async Task A_summary_lies_beside_its_recording_and_counts_as_a_file_of_the_run()
    {
        using var sink = Sinks.Open(SinkLocation.TryParse("file://" + _root, out _)!, new SinkSecrets(_ => null));

        var stored = await new RecordingSummaries(sink, (address, _) => $"of {address}").StoreAsync(Capture, "run/cart-0", new Told(_told), TestContext.Current.CancellationToken);

        var file = Path.Combine(_root, "run", "cart-0.summary.json");
        Assert.Equal("of s3://b/run/cart-0.jfr", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(
            ("summary", "file://" + file, new FileInfo(file).Length, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))), "cart-0"),
            (stored!.Kind, stored.Path, stored.Size, stored.Sha256, stored.Pod));
        Assert.Empty(_told);
    }

    [Fact(Timeout = 15000)]
    public async Task A_sink_that_does_not_take_it_is_a_warning_for_the_recording_is_there()
    {
        using var sink = new FullSink();

        Assert.Null(await new RecordingSummaries(sink, (_, _) => "{}").StoreAsync(Capture, "run/cart-0", new Told(_told), TestContext.Current.CancellationToken));

        Assert.Equal(["The recording is stored, its summary is not: There is no room."], _told);
    }

    private sealed class FullSink : ISink
    {
        public SinkLocation Location { get; } = SinkLocation.TryParse("file:///full", out _)!;

        public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken) => throw new StorageException(StorageFailure.NoSpace, "There is no room.");

        public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
