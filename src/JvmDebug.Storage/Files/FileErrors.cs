namespace JvmDebug.Storage.Files;

/// <summary>The one place that turns failures of the file system into <see cref="StorageException"/>.</summary>
internal static class FileErrors
{
    // ENOSPC and EDQUOT, which .NET gives as the low half of the HResult on Unix; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Full = OperatingSystem.IsWindows() ? [112, 39] : [28, 122];

    public static T Run<T>(string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Translate(what, e);
        }
    }

    public static async Task RunAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Translate(what, e);
        }
    }

    private static StorageException Translate(string what, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(StorageFailure.NotFound, $"There is no {what}.", e),
        UnauthorizedAccessException => new(StorageFailure.AccessDenied, $"{what} may not be written or read here: {e.Message} Check the owner of the directory (in a pod: fsGroup).", e),
        _ when Full.Contains(e.HResult & 0xFFFF) => new(StorageFailure.NoSpace, $"There is no room for {what}: {e.Message}. Free some, or keep less (--keep-last, --keep-for).", e),
        _ => new(StorageFailure.Refused, $"{what}: {e.Message}", e),
    };
}
