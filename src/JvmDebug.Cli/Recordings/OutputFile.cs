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
        if (path == StandardOutput)
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

    /// <returns>The full path.</returns>
    /// <exception cref="JvmException">LocalFile.</exception>
    public static string Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var part = full + ".part";
        try
        {
            using (var file = PrivateFile.Create(part))
            {
                write(file);
            }

            File.Move(part, full, overwrite: true);
            return full;
        }
        catch (Exception e)
        {
            Delete(part);
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new JvmException(JvmFailure.LocalFile, $"{full} cannot be written: {e.Message.TrimEnd('.')}. Name another file or directory by --output.", e);
            }

            throw;
        }
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
