using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace JvmDebug.Jfr;

/// <summary>A recording is chunks back to back with nothing between; this walks their headers.</summary>
public static class ChunkChain
{
    /// <summary>The chunks of a recording that is whole: every chunk finished, the last one ending with the file.</summary>
    /// <exception cref="JfrFormatException">The file is not a recording, is cut off, or a chunk is unfinished.</exception>
    public static IReadOnlyList<ChunkHeader> Verify(string path)
    {
        using var file = File.OpenHandle(path);
        var chunks = new List<ChunkHeader>();
        var length = RandomAccess.GetLength(file);
        for (long offset = 0; offset < length || chunks.Count == 0;)
        {
            var header = ReadHeader(file, offset, length);
            if (header.State != ChunkState.Finished || header.IsEmpty)
            {
                throw new JfrFormatException($"Chunk {chunks.Count + 1} was never finished (the JVM was still writing it, or was killed)", offset);
            }

            RequireInside(header, length, chunks.Count + 1);
            chunks.Add(header);
            offset += header.Size;
        }

        return chunks;
    }

    internal static ChunkHeader ReadHeader(SafeFileHandle file, long offset, long length)
    {
        Span<byte> bytes = stackalloc byte[ChunkHeader.Length];
        var read = RandomAccess.Read(file, bytes, offset);
        if (read < bytes.Length)
        {
            throw length == 0
                ? new JfrFormatException("The file is empty", 0)
                : read >= 4 && offset == 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes) != ChunkHeader.Magic
                    ? NotARecording(bytes)
                    : new JfrFormatException($"The file ends inside a chunk header: {read} of {bytes.Length} bytes", offset);
        }

        return offset == 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes) != ChunkHeader.Magic
            ? throw NotARecording(bytes)
            : ChunkHeader.Parse(bytes, offset);
    }

    /// <returns>Null if there is no header of a version that is known.</returns>
    internal static ChunkHeader? TryReadHeader(SafeFileHandle file, long offset, long length)
    {
        try
        {
            return ReadHeader(file, offset, length);
        }
        catch (JfrFormatException)
        {
            return null;
        }
    }

    internal static void RequireInside(ChunkHeader header, long length, int number)
    {
        if (header.Size < ChunkHeader.Length)
        {
            throw new JfrFormatException($"Chunk {number} claims a size of {header.Size} bytes, less than its own header", header.Offset + 8);
        }

        if (header.Size > length - header.Offset)
        {
            throw new JfrFormatException($"Chunk {number} claims {header.Size} bytes but only {length - header.Offset} are there: the file is cut off", header.Offset + 8);
        }

        RequireWithin(header, header.MetadataOffset, "metadata", 24, number);
        RequireWithin(header, header.ConstantPoolOffset, "constant pool", 16, number);
    }

    private static void RequireWithin(ChunkHeader header, long offset, string what, int field, int number)
    {
        if (offset < ChunkHeader.Length || offset >= header.Size)
        {
            throw new JfrFormatException($"The {what} of chunk {number} is said to be at {offset}, outside the chunk", header.Offset + field);
        }
    }

    private static JfrFormatException NotARecording(ReadOnlySpan<byte> bytes) => new(
        bytes switch
        {
            [0x1F, 0x8B, ..] => "Not a JFR recording but a gzip file: unpack it first",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "Not a JFR recording but a zstd file: unpack it first",
            [0x04, 0x22, 0x4D, 0x18, ..] => "Not a JFR recording but an LZ4 file: unpack it first",
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "Not a JFR recording but an xz file: unpack it first",
            [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => "Not a JFR recording but a bzip2 file: unpack it first",
            [(byte)'P', (byte)'K', 3, 4, ..] => "Not a JFR recording but a zip archive: unpack it first",
            [(byte)'J', (byte)'A', (byte)'V', (byte)'A', ..] => "Not a JFR recording but a heap dump (HPROF)",
            _ => "Not a JFR recording",
        },
        0);
}
