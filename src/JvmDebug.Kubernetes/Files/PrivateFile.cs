using System.Security.Cryptography;

namespace JvmDebug.Kubernetes.Files;

/// <summary>New files on this machine, for their owner alone: what comes out of a pod, and what is made of that, can hold host names, arguments, data.</summary>
public static class PrivateFile
{
    /// <summary>
    /// Opens a new file for writing; never one that is there, which may be another command's, another user's to read, or a link to
    /// something else.
    /// </summary>
    /// <param name="bufferSize">0 writes through.</param>
    /// <param name="size">The size it will have, so that a disk that is too small is known now; 0 if that cannot be told.</param>
    /// <exception cref="IOException">It is there, or cannot be created; or <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileStream Create(string path, FileOptions options = FileOptions.None, int bufferSize = 1 << 16, long size = 0)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = options, BufferSize = bufferSize, PreallocationSize = size };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }

    /// <summary>What a file is called until it is whole: nobody else's name, for two commands may make the same file.</summary>
    public static string PartOf(string path) => $"{path}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.part";

    /// <summary>Gives a file that is whole its name. False, and nothing is changed, where there is one of that name.</summary>
    /// <exception cref="IOException">It cannot be renamed; or <see cref="UnauthorizedAccessException"/>.</exception>
    public static bool TryName(string part, string path)
    {
        // File.Move looks first and renames then: of two at the same time the first would be lost. Who makes the name has it. From here
        // to the rename the name is an empty file's: who looks in between sees that, and a kill in between leaves it.
        try
        {
            Create(path, bufferSize: 0).Dispose();
        }
        catch (IOException) when (Path.Exists(path))
        {
            return false;
        }

        try
        {
            File.Move(part, path, overwrite: true);
            return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
