using System.IO.Compression;

namespace JvmDebug.Jfr.Reading;

/// <summary>Recordings travel as <c>.jfr.gz</c> and in zip archives. What .NET can unpack is unpacked, what it cannot is named.</summary>
/// <remarks>
/// By the first bytes of the file: gzip 1F 8B | zip 50 4B 03 04 | zstd 28 B5 2F FD | LZ4 frame 04 22 4D 18 | HPROF "JAVA".
/// </remarks>
internal static class RecordingWrapper
{
    /// <param name="directory">For what is unpacked; the one of temporary files if not given.</param>
    /// <exception cref="JfrFormatException">What is packed is damaged, or no recording.</exception>
    /// <exception cref="IOException">The file cannot be read, or has no room where it is unpacked.</exception>
    public static FileStream Open(string path, string? directory = null)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.None);
        try
        {
            Span<byte> head = stackalloc byte[4];
            var read = RandomAccess.Read(stream.SafeFileHandle, head, 0);
            switch (head[..read])
            {
                case [0x1F, 0x8B, ..]:
                    using (stream)
                    {
                        return Unpack(path, directory, [() => new GZipStream(stream, CompressionMode.Decompress)]);
                    }

                case [(byte)'P', (byte)'K', 3, 4]:
                    using (stream)
                    {
                        return UnpackArchive(path, directory, stream);
                    }

                default:
                    return stream;
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static FileStream UnpackArchive(string path, string? directory, FileStream stream)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            // JFR files of one archive are one recording, as if they were concatenated.
            var entries = archive.Entries.Where(entry => entry.Name.EndsWith(".jfr", StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.FullName, StringComparer.Ordinal).ToList();
            if (entries.Count == 0)
            {
                throw new JfrFormatException("The zip archive holds no .jfr file", 0);
            }

            return Unpack(path, directory, [.. entries.Select(entry => (Func<Stream>)entry.Open)]);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private static FileStream Unpack(string path, string? directory, IReadOnlyList<Func<Stream>> parts)
    {
        FileStream? unpacked = null;
        var block = new byte[1 << 16];
        try
        {
            foreach (var part in parts)
            {
                using var stream = part();
                var read = stream.ReadAtLeast(block, 4, throwOnEndOfStream: false);
                // A few kilobytes of anything else can be gigabytes.
                if (read >= 4 && !block.AsSpan(0, 4).SequenceEqual("FLR\0"u8))
                {
                    throw new JfrFormatException("Not a JFR recording inside the packed file", 0);
                }

                unpacked ??= Create(path, directory ?? Path.GetTempPath());
                for (; read > 0; read = stream.Read(block))
                {
                    Write(unpacked, block.AsSpan(0, read), path);
                }
            }

            unpacked!.Flush();
            return unpacked;
        }
        catch (InvalidDataException e)
        {
            unpacked?.Dispose();
            throw Damaged(e);
        }
        catch
        {
            unpacked?.Dispose();
            throw;
        }
    }

    private static FileStream Create(string path, string directory)
    {
        // No buffer: what has no room is to be told by the write, and not when the file is closed.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        // Others use the directory of temporary files as well, and a recording can hold host names, arguments, data.
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(Path.Combine(directory, $"jvmdebug-{Guid.NewGuid():n}.jfr"), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(path, directory, e);
        }
    }

    private static void Write(FileStream unpacked, ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            unpacked.Write(bytes);
        }
        catch (IOException e)
        {
            throw NoRoom(path, Path.GetDirectoryName(unpacked.Name)!, e);
        }
    }

    private static IOException NoRoom(string path, string directory, Exception e) =>
        new($"{path} cannot be unpacked in {directory}: {e.Message.TrimEnd('.')}. Free some space, or name another directory in TMPDIR.", e);

    private static JfrFormatException Damaged(InvalidDataException e) => new($"The packed recording is damaged: {e.Message}", 0);
}
