using System.IO.Compression;

namespace JvmDebug.Hprof.Tests;

/// <summary>
/// Heap dumps on this machine, plain or compressed with gzip, as <c>GC.heap_dump -gz</c> writes them. The product checks a dump
/// while it comes in and never reads one back; the tests do, to see what arrived.
/// </summary>
internal static class HprofFile
{
    /// <summary>Reads all of it and says what is in it.</summary>
    /// <exception cref="HprofException">It is not a heap dump, damaged, or cut off.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static HprofSummary Check(string path, CancellationToken cancellationToken = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        var compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        using Stream plain = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        return Check(plain, cancellationToken);
    }

    private static HprofSummary Check(Stream plain, CancellationToken cancellationToken)
    {
        var filter = new HprofFilter(HprofRedaction.None, Stream.Null);
        var buffer = new byte[256 * 1024];
        try
        {
            int read;
            while ((read = plain.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                filter.Write(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException e)
        {
            throw new HprofException($"The compression is damaged: {e.Message}", filter.Received);
        }

        return filter.Complete();
    }
}
