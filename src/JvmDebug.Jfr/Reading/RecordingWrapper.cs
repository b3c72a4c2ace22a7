using System.IO.Compression;

namespace JvmDebug.Jfr.Reading;

/// <summary>Recordings travel as <c>.jfr.gz</c> and in zip archives. What .NET can unpack is unpacked, what it cannot is named.</summary>
/// <remarks>
/// By the first bytes of the file: gzip 1F 8B | zip 50 4B 03 04 | zstd 28 B5 2F FD | LZ4 frame 04 22 4D 18 | HPROF "JAVA".
/// </remarks>
internal static class RecordingWrapper
{
    public static FileStream Open(string path)
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
                        return Unpack(new GZipStream(stream, CompressionMode.Decompress));
                    }

                case [(byte)'P', (byte)'K', 3, 4]:
                    using (stream)
                    {
                        return UnpackArchive(stream);
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

    private static FileStream UnpackArchive(FileStream stream)
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

            return Unpack([.. entries.Select(entry => (Func<Stream>)entry.Open)]);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private static FileStream Unpack(Stream packed) => Unpack([() => packed]);

    private static FileStream Unpack(IReadOnlyList<Func<Stream>> parts)
    {
        var name = Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():n}.jfr");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        };
        // Others use the directory of temporary files as well, and a recording can hold host names, arguments, data.
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var unpacked = new FileStream(name, options);
        try
        {
            foreach (var part in parts)
            {
                using var stream = part();
                stream.CopyTo(unpacked);
            }

            unpacked.Flush();
            return unpacked;
        }
        catch (InvalidDataException e)
        {
            unpacked.Dispose();
            throw Damaged(e);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    private static JfrFormatException Damaged(InvalidDataException e) => new($"The packed recording is damaged: {e.Message}", 0);
}
