namespace JvmDebug.Kubernetes;

/// <summary>The beginning of a stream. limitBytes is the server's to keep, and "slightly more" is in its own description.</summary>
internal sealed class BoundedStream(Stream source, long limit) : PullStream
{
    private long _left = limit;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // HttpClient's streams wait for data even where there is no room for it.
        if (_left == 0)
        {
            return 0;
        }

        var read = await source.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
