using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A file on this machine, under another name until it is whole.</summary>
internal sealed class LocalHeapDump : IHeapDumpDestination
{
    private readonly string _path;
    private readonly string _part;
    private readonly LocalFile _file;
    private bool _kept;

    /// <param name="size">Bytes it will have; 0 if that is not known.</param>
    /// <exception cref="LocalFileException">The file cannot be created.</exception>
    public LocalHeapDump(string path, long size)
    {
        _path = path;
        _part = path + ".part";
        _file = new LocalFile(_part, size);
    }

    public Stream Stream => _file.Stream;

    public async Task<KeptHeapDump> KeepAsync()
    {
        await _file.DisposeAsync();
        File.Move(_part, _path, overwrite: false);
        _kept = true;
        return new KeptHeapDump(_path, new FileInfo(_path).Length, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        if (!_kept)
        {
            File.Delete(_part);
        }
    }
}
