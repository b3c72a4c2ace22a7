using System.Security.Cryptography;

namespace JvmDebug.Storage.Files;

/// <summary>A file under another name until it is whole, on the disk and read back.</summary>
internal sealed class FileUpload(string path, string part) : IUpload
{
    private FileStream? _file;

    public Task WritePartAsync(int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => FileErrors.RunAsync(path, async () =>
    {
        _file ??= Create();
        await _file.WriteAsync(bytes, cancellationToken);
    });

    public Task CommitAsync(int parts, WrittenObject written, CancellationToken cancellationToken) => FileErrors.RunAsync(path, async () =>
    {
        RandomAccess.FlushToDisk(_file!.SafeFileHandle);
        _file.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(_file, cancellationToken));
        await _file.DisposeAsync();
        if (sha256 != written.Sha256)
        {
            throw new StorageException(StorageFailure.Damaged, $"{part} holds other bytes than were written to it (SHA-256 {sha256}, sent {written.Sha256}). The volume may be damaged.");
        }

        File.Move(part, path, overwrite: true);
    });

    public Task AbortAsync(CancellationToken cancellationToken) => FileErrors.RunAsync(path, async () =>
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
            File.Delete(part);
        }
    });

    private FileStream Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous, BufferSize = 0 };
        // A recording can hold host names, paths and arguments: for the owner and, on a shared volume, its group.
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        return new FileStream(part, options);
    }
}
