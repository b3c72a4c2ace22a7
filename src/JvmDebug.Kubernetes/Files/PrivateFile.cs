namespace JvmDebug.Kubernetes.Files;

/// <summary>New files on this machine, for their owner alone: what comes out of a pod, and what is made of that, can hold host names, arguments, data.</summary>
public static class PrivateFile
{
    /// <summary>Opens a new file for writing.</summary>
    /// <param name="path">Replaced if it exists.</param>
    /// <param name="bufferSize">0 writes through.</param>
    /// <param name="size">The size it will have, so that a disk that is too small is known now; 0 if that cannot be told.</param>
    /// <exception cref="IOException">It cannot be created; or <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileStream Create(string path, FileOptions options = FileOptions.None, int bufferSize = 1 << 16, long size = 0)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = options, BufferSize = bufferSize, PreallocationSize = size };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }
}
