using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace JvmDebug.Storage.Files;

/// <summary>A directory here, or a volume in the cluster.</summary>
internal sealed partial class FileSink(SinkLocation location) : ISink
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

    public Task<int> RemoveUnfinishedAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(FileErrors.Run(location.Text, () =>
    {
        var unfinished = Everything()
            .Where(file => PartName().IsMatch(file.Name) && file.LastWriteTimeUtc < before.UtcDateTime && NameOf(file).StartsWith(prefix, StringComparison.Ordinal))
            .ToList();
        foreach (var file in unfinished)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                file.Delete();
                RemoveEmptyFolders(file.DirectoryName!);
            }
            catch (DirectoryNotFoundException)
            {
                // Another run was faster.
            }
        }

        return unfinished.Count;
    }));

    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(location.Root, ObjectName.Checked(name));

    private List<StoredObject> Files(string prefix)
    {
        return
        [
            .. Everything()
                .Where(file => !file.Name.EndsWith(PartSuffix, StringComparison.Ordinal))
                .Select(file => new StoredObject(NameOf(file), file.Length, file.LastWriteTimeUtc))
                .Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
    }

    private IEnumerable<FileInfo> Everything() => Directory.Exists(location.Root)
        ? new DirectoryInfo(location.Root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        : [];

    private string NameOf(FileInfo file) => Path.GetRelativePath(location.Root, file.FullName);

    [GeneratedRegex("-[0-9a-f]{32}[.]part$")]
    private static partial Regex PartName();

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
