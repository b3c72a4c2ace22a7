using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class StoredHeapDumpTests : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-stored-").FullName;

    private string[] Files => Directory.GetFiles(_root, "*", SearchOption.AllDirectories);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact(Timeout = 60000)]
    public async Task What_is_kept_is_what_was_written_however_large()
    {
        using var sink = Sinks.Open(SinkLocation.TryParse("file://" + _root, out _)!, new SinkSecrets(_ => null));
        var bytes = RandomNumberGenerator.GetBytes(3 * MiB);
        KeptHeapDump kept;
        await using (var dump = new StoredHeapDump(sink, "run/heap.hprof"))
        {
            await Task.Run(() => WriteTimes(dump.Stream, bytes, 7), TestContext.Current.CancellationToken);
            kept = await dump.KeepAsync();
        }

        var file = Assert.Single(Files);
        Assert.Equal(("file://" + file, 21L * MiB, new FileInfo(file).Length), (kept.Path, kept.Size, kept.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))), kept.Sha256);
    }

    [Fact(Timeout = 60000)]
    public async Task What_breaks_off_leaves_nothing()
    {
        using var sink = Sinks.Open(SinkLocation.TryParse("file://" + _root, out _)!, new SinkSecrets(_ => null));
        await using (var dump = new StoredHeapDump(sink, "run/heap.hprof"))
        {
            await Task.Run(() => WriteTimes(dump.Stream, new byte[MiB], 9), TestContext.Current.CancellationToken);
        }

        Assert.Empty(Files);
    }

    [Fact(Timeout = 60000)]
    public async Task A_sink_that_gives_up_ends_the_writer_with_its_own_words()
    {
        using var sink = new FullSink();
        await using var dump = new StoredHeapDump(sink, "heap.hprof");

        var failure = await Assert.ThrowsAsync<StorageException>(() => Task.Run(() => WriteTimes(dump.Stream, new byte[MiB], 1000), TestContext.Current.CancellationToken));

        Assert.Equal(StorageFailure.NoSpace, failure.Reason);
    }

    private static void WriteTimes(Stream stream, byte[] bytes, int times)
    {
        for (var i = 0; i < times; i++)
        {
            stream.Write(bytes);
        }
    }

    private sealed class FullSink : ISink
    {
        public SinkLocation Location { get; } = SinkLocation.TryParse("file:///full", out _)!;

        public async Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken)
        {
            await content.ReadExactlyAsync(new byte[MiB], cancellationToken);
            throw new StorageException(StorageFailure.NoSpace, "There is no room.");
        }

        public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => throw new StorageException(StorageFailure.NotFound, "nothing");

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
