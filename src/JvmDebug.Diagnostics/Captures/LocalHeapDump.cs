using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A file on this machine, under another name until it is whole.</summary>
internal sealed class LocalHeapDump : IHeapDumpDestination
{
    private readonly CaptureDestination _destination;
    private readonly LocalFile _file;
    private bool _kept;

    /// <param name="size">Bytes it will have; 0 if that is not known.</param>
    /// <exception cref="LocalFileException">The file cannot be created.</exception>
    public LocalHeapDump(CaptureDestination destination, long size)
    {
        _destination = destination;
        _file = new LocalFile(destination.Part, size);
    }

    public Stream Stream => _file.Stream;

    public async Task<KeptHeapDump> KeepAsync()
    {
        await _file.DisposeAsync();
        var path = _destination.Keep();
        _kept = true;
        return new KeptHeapDump(path, new FileInfo(path).Length, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        if (!_kept)
        {
            File.Delete(_destination.Part);
        }
    }
}
