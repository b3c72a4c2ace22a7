using System.Runtime.CompilerServices;

namespace JvmDebug.Storage.Files;

/// <summary>A directory here, or a volume in the cluster.</summary>
internal sealed class FileSink(SinkLocation location) : ISink
{
    private const string PartSuffix = ".part";

    public SinkLocation Location => location;

    public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return UploadPump.RunAsync(name, content, new FileUpload(path, $"{path}-{Guid.NewGuid():N}{PartSuffix}"), cancellationToken);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var file in FileErrors.Run(location.Text, () => Files(prefix)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return file;
        }
    }

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(FileErrors.Run<Stream>(
        location.AddressOf(name),
        () => new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 << 10, FileOptions.Asynchronous | FileOptions.SequentialScan)));

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        FileErrors.Run(location.AddressOf(name), () =>
        {
            var path = PathOf(name);
            if (File.Exists(path))
            {
                File.Delete(path);
                RemoveEmptyFolders(Path.GetDirectoryName(path)!);
            }

            return true;
        });
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(location.Root, ObjectName.Checked(name));

    private List<StoredObject> Files(string prefix)
    {
        if (!Directory.Exists(location.Root))
        {
            return [];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return
        [
            .. new DirectoryInfo(location.Root).EnumerateFiles("*", options)
                .Where(file => !file.Name.EndsWith(PartSuffix, StringComparison.Ordinal))
                .Select(file => new StoredObject(Path.GetRelativePath(location.Root, file.FullName), file.Length, file.LastWriteTimeUtc))
                .Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
    }

    // Object stores have no folders; here they go with their last file, or a year of runs would leave a year of them.
    private void RemoveEmptyFolders(string folder)
    {
        while (folder.Length > location.Root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
