using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Kubernetes.Tests.Files;

internal enum Packing
{
    None,
    Gzip,
    Zstd,
}

/// <summary>
/// A pod with one file, on connections that break where a test says. Its hash comes behind the bytes, unless it was
/// <paramref name="announced"/> before.
/// </summary>
internal sealed class FakePod(byte[] content, Packing packing, bool announced = false)
{
    public const string Path = "/tmp/jvmdebug/x.jfr";

    private readonly Queue<Func<byte[], Stream>> _connections = [];

    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(content));

    public RemoteFile Announced => new(new RemotePath(Path), content.Length, announced ? Sha256 : null);

    public List<long> ResumedAt { get; } = [];

    public byte[] HashLine => announced ? [] : Encoding.ASCII.GetBytes($"sha256 {Sha256}\n");

    public Stream First(Func<byte[], Stream>? connection = null, string name = "x.jfr") =>
        (connection ?? Whole)(Pack([.. Tar(name, content), .. HashLine]));

    /// <summary>How the next resumed connection behaves; whole ones after that.</summary>
    public FakePod Then(Func<byte[], Stream> connection)
    {
        _connections.Enqueue(connection);
        return this;
    }

    public Task<IExecSession> ResumeAsync(long offset, CancellationToken cancellationToken)
    {
        ResumedAt.Add(offset);
        var connection = _connections.TryDequeue(out var next) ? next : Whole;
        return Task.FromResult<IExecSession>(new FakeSession(connection(Pack([.. content[(int)offset..], .. HashLine]))));
    }

    public static Stream Whole(byte[] bytes) => new FakeConnection(bytes, bytes.Length, null);

    /// <summary>Ends after that many bytes with what a broken exec throws.</summary>
    public static Func<byte[], Stream> CutAt(int length, Exception? with = null) => bytes =>
        new FakeConnection(bytes, Math.Min(length, bytes.Length), with ?? new ClusterException(ClusterFailure.ConnectionLost, "cut"));

    /// <summary>Ends after that many bytes as if it were complete.</summary>
    public static Func<byte[], Stream> EndAt(int length) => bytes => new FakeConnection(bytes, Math.Min(length, bytes.Length), null);

    public static Func<byte[], Stream> SilentAfter(int length) => bytes => new FakeConnection(bytes, Math.Min(length, bytes.Length), null) { Silent = true };

    public static byte[] Tar(string name, byte[] content, TarEntryType type = TarEntryType.RegularFile, string? link = null)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true))
        {
            var entry = new GnuTarEntry(type, name);
            if (link is not null)
            {
                entry.LinkName = link;
            }
            else if (type == TarEntryType.RegularFile)
            {
                entry.DataStream = new MemoryStream(content);
            }

            tar.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    public byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        Stream packer = packing switch
        {
            Packing.Gzip => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            Packing.Zstd => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
            _ => packed,
        };
        packer.Write(bytes);
        packer.Dispose();
        return packed.ToArray();
    }

    private sealed class FakeConnection(byte[] bytes, int end, Exception? failure) : PullStream
    {
        private int _position;

        public bool Silent { get; init; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Math.Min(buffer.Length, 32 * 1024), end - _position);
            if (count == 0 && Silent)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (count == 0 && failure is not null)
            {
                throw failure;
            }

            bytes.AsSpan(_position, count).CopyTo(buffer.Span);
            _position += count;
            return count;
        }
    }

    private sealed class FakeSession(Stream stdout) : IExecSession
    {
        public Stream Stdout => stdout;

        public ValueTask WriteStdinAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CloseStdinAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public Task<ExecResult> WaitAsync(CancellationToken cancellationToken) => Task.FromResult(new ExecResult(0, ""));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
