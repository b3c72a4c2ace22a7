using JvmDebug.Hprof;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A heap dump on its way to this machine's disk: checked, redacted and compressed before anything is written.</summary>
internal sealed class HeapDumpSink : IFileSink, IAsyncDisposable
{
    private readonly LocalFile _file;
    private readonly HprofGzipStream? _gzip;
    private readonly HprofFilter _filter;

    /// <exception cref="LocalFileException">The file cannot be created.</exception>
    public HeapDumpSink(string path, HprofRedaction redaction, bool gzip, long size)
    {
        _file = new LocalFile(path, gzip ? 0 : size);
        _gzip = gzip ? new HprofGzipStream(_file.Stream) : null;
        _filter = new HprofFilter(redaction, _gzip ?? _file.Stream);
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

        await _file.DisposeAsync();
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
