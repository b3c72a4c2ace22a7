using System.Formats.Tar;
using System.Text;
using JvmDebug.Diagnostics;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Cli.Recordings;

/// <summary>Where a result made of recordings goes: a file that appears when it is whole, or standard output.</summary>
internal static class OutputFile
{
    public const string StandardOutput = "-";

    /// <summary>The file <c>--output</c> means: itself, or one in a directory, named after the first recording.</summary>
    /// <param name="suffix">Like <c>-cpu.html</c>.</param>
    public static string PathOf(string output, string recording, string suffix) =>
        Directory.Exists(output) ? Path.Combine(output, NameOf(recording) + suffix) : output;

    /// <param name="write">Writes text in UTF-8.</param>
    /// <returns>The full path; null if it went to standard output.</returns>
    public static string? Write(string path, TextWriter stdout, Action<TextWriter> write)
    {
        if (path is StandardOutput or "/dev/stdout")
        {
            write(stdout);
            return null;
        }

        return Write(path, stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            write(text);
        });
    }

    /// <summary>Replaces a file of that name: the same command makes it again. What is no file, a device or a named pipe, is written into.</summary>
    /// <returns>The full path; null if it went to a descriptor, which may be standard output.</returns>
    /// <exception cref="JvmException">LocalFile.</exception>
    public static string? Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        try
        {
            var target = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
            if (!IsDescriptor(full) && (!File.Exists(full) || IsFile(target)))
            {
                Replace(target, write);
            }
            else
            {
                using var there = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                // A shell's >> has opened it to go on at its end.
                if (there.CanSeek)
                {
                    there.Seek(0, SeekOrigin.End);
                }

                write(there);
            }

            return IsDescriptor(full) ? null : full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{full} cannot be written: {e.Message.TrimEnd('.')}. Name another file or directory by --output.", e);
        }
    }

    private static void Replace(string path, Action<Stream> write)
    {
        var part = PrivateFile.PartOf(path);
        try
        {
            using (var file = PrivateFile.Create(part))
            {
                write(file);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            Delete(part);
            throw;
        }
    }

    // A file that this process was given open: what goes there by name would be in another.
    private static bool IsDescriptor(string path) =>
        new[] { path, new FileInfo(path).LinkTarget }.Any(name => Path.GetDirectoryName(name) is { } directory
            && (directory == "/dev/fd" || (directory.StartsWith("/proc/", StringComparison.Ordinal) && Path.GetFileName(directory) == "fd")));

    // Renaming over a device would leave a file in its place, and a pipe's reader waits at the pipe. .NET tells of what kind something is
    // in one place: what it would be in a tar. That reads files, but those that have a length are files, and the others short.
    private static bool IsFile(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            return true;
        }

        // What a descriptor's link in /proc names may be nowhere in the file system.
        if (!File.Exists(path))
        {
            return false;
        }

        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            try
            {
                writer.WriteEntry(path, "x");
            }
            catch (UnauthorizedAccessException)
            {
                // Not to be read, but perhaps to be replaced.
                return true;
            }
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }

    // What stood in the way of writing it stands in the way of deleting it.
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string NameOf(string recording)
    {
        var name = recording == PipedInput.StandardInput ? "stdin" : Path.GetFileName(recording);
        foreach (var extension in new[] { ".gz", ".zip", ".jfr" })
        {
            name = name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
        }

        return name;
    }
}
