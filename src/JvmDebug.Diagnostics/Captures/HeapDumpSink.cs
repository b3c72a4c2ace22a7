using JvmDebug.Hprof;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A heap dump on its way to where it is kept: checked, redacted and compressed before anything is written.</summary>
internal sealed class HeapDumpSink : IFileSink, IAsyncDisposable
{
    private readonly HprofGzipStream? _gzip;
    private readonly HprofFilter _filter;

    public HeapDumpSink(Stream destination, HprofRedaction redaction, bool gzip)
    {
        _gzip = gzip ? new HprofGzipStream(destination) : null;
        _filter = new HprofFilter(redaction, _gzip ?? destination);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Locally(() => _filter.Write(data.Span));
        return ValueTask.CompletedTask;
    }

    /// <exception cref="HprofException">What came is not a whole heap dump.</exception>
    public HprofSummary Complete() => Locally(() =>
    {
        var summary = _filter.Complete();
        _gzip?.Complete();
        return summary;
    });

    public async ValueTask DisposeAsync()
    {
        if (_gzip is not null)
        {
            await _gzip.DisposeAsync();
        }
    }

    private static void Locally(Action write) => Locally(() =>
    {
        write();
        return true;
    });

    private static T Locally<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException e)
        {
            throw new LocalFileException(e.Message, e);
        }
    }
}
