using System.IO.Pipelines;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>Where in a sink something goes.</summary>
/// <param name="NameOf">Of the object, without what tells its kind (<c>.hprof</c>).</param>
public sealed record SinkTarget(ISink Sink, Func<ContainerRef, string> NameOf);

/// <summary>
/// A heap dump that streams into a sink while it comes out of the pod: no file in between, however large it is. What
/// breaks off before <see cref="KeepAsync"/> breaks the upload off too, and no object appears.
/// </summary>
internal sealed class StoredHeapDump : IHeapDumpDestination
{
    private const int Buffered = 4 << 20;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: Buffered, resumeWriterThreshold: Buffered / 2, useSynchronizationContext: false));
    private readonly CancellationTokenSource _stop = new();
    private readonly ISink _sink;
    private readonly string _name;
    private readonly Task<WrittenObject> _upload;

    public StoredHeapDump(ISink sink, string name)
    {
        _sink = sink;
        _name = name;
        _upload = UploadAsync();
        Stream = new UploadStream(_pipe.Writer, _upload);
    }

    public Stream Stream { get; }

    public async Task<KeptHeapDump> KeepAsync()
    {
        await _pipe.Writer.CompleteAsync();
        var written = await _upload;
        return new KeptHeapDump(_sink.Location.AddressOf(_name), written.Size, written.Sha256);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pipe.Writer.CompleteAsync(new OperationCanceledException());
        await ((Task)_upload).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await Stream.DisposeAsync();
    }

    private async Task<WrittenObject> UploadAsync()
    {
        try
        {
            await using var content = _pipe.Reader.AsStream(leaveOpen: true);
            return await _sink.WriteAsync(_name, content, _stop.Token);
        }
        finally
        {
            // Lets a writer go that waits for room.
            await _pipe.Reader.CompleteAsync();
        }
    }

    // A pipe takes bytes in silence whose reader has given up: what it gave up for is thrown here.
    private sealed class UploadStream(PipeWriter writer, Task upload) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (upload.IsFaulted)
            {
                upload.GetAwaiter().GetResult();
            }

            while (!buffer.IsEmpty)
            {
                var memory = writer.GetSpan(1);
                var count = Math.Min(memory.Length, buffer.Length);
                buffer[..count].CopyTo(memory);
                writer.Advance(count);
                buffer = buffer[count..];
            }

            writer.FlushAsync().AsTask().GetAwaiter().GetResult();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
