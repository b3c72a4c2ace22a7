using System.Buffers.Binary;

namespace JvmDebug.Jfr;

/// <summary>How far the writer got with a chunk.</summary>
public enum ChunkState
{
    /// <summary>Closed; the header is final.</summary>
    Finished,

    /// <summary>Still being written, or the writer was killed; whole up to <see cref="ChunkHeader.Size"/>.</summary>
    Unfinished,

    /// <summary>Caught while the header was rewritten; nothing in it can be trusted.</summary>
    Torn,
}

/// <summary>The 68 bytes at the start of every chunk.</summary>
/// <remarks>
/// Big-endian, never compressed (OpenJDK: jdk.jfr.internal.consumer.ChunkHeader, jfrChunk.cpp):
/// <code>
/// offset size
///  0      4   magic 46 4C 52 00 ("FLR\0")
///  4      2   major version: 1 (JDK 9, 10), 2 (JDK 11 and later, 8u262 and later)
///  6      2   minor version: 0, or 1 since JDK 14
///  8      8   size of the chunk in bytes, this header included
/// 16      8   offset of the last constant-pool event, from the start of the chunk
/// 24      8   offset of the last metadata event, from the start of the chunk
/// 32      8   start, nanoseconds since the Unix epoch
/// 40      8   duration in nanoseconds
/// 48      8   start in ticks
/// 56      8   ticks per second
/// 64      1   2.1: 0 finished, 1 to 254 being written, 255 header being rewritten; 2.0: 0
/// 65      1   padding
/// 66      2   flags: bit 0 compressed integers, bit 1 last chunk of the recording (2.1)
/// </code>
/// </remarks>
public sealed record ChunkHeader
{
    public const int Length = 68;

    internal const uint Magic = 0x464C5200;

    /// <summary>Where the chunk begins, in bytes from the start of the file.</summary>
    public required long Offset { get; init; }

    public required int Major { get; init; }

    public required int Minor { get; init; }

    /// <summary>In bytes, header included.</summary>
    public required long Size { get; init; }

    public required long ConstantPoolOffset { get; init; }

    public required long MetadataOffset { get; init; }

    public required long StartNanos { get; init; }

    public required long DurationNanos { get; init; }

    public required long StartTicks { get; init; }

    public required long TicksPerSecond { get; init; }

    public required ChunkState State { get; init; }

    public required int Flags { get; init; }

    /// <summary>Size and offsets are not those of the file but of what could be found by walking its events.</summary>
    public bool IsRecovered { get; init; }

    /// <summary>Where the constant-pool events are, newest first, when their chain is not to be followed.</summary>
    internal IReadOnlyList<long>? Checkpoints { get; init; }

    public bool HasCompressedIntegers => (Flags & 1) != 0;

    /// <summary>Nothing was ever flushed into the chunk: no metadata, no constant pool.</summary>
    public bool IsEmpty => MetadataOffset == 0 || ConstantPoolOffset == 0;

    public DateTimeOffset Start => DateTimeOffset.UnixEpoch.AddTicks(StartNanos / 100);

    public DateTimeOffset End => DateTimeOffset.UnixEpoch.AddTicks((StartNanos + DurationNanos) / 100);

    /// <param name="bytes">At least 68 bytes.</param>
    /// <param name="offset">Where they stand in the file, for messages.</param>
    /// <exception cref="JfrFormatException">Not the header of a version this reader knows.</exception>
    public static ChunkHeader Parse(ReadOnlySpan<byte> bytes, long offset)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic)
        {
            throw new JfrFormatException(offset == 0 ? "Not a JFR recording" : "Bytes that are not a chunk follow the last chunk", offset);
        }

        var major = BinaryPrimitives.ReadInt16BigEndian(bytes[4..]);
        if (major is not (1 or 2))
        {
            var hint = major == 0 ? " (the commercial format of Oracle JDK 7 and 8 needs JDK Mission Control)" : "";
            throw new JfrFormatException($"JFR version {major}.{BinaryPrimitives.ReadInt16BigEndian(bytes[6..])} is not supported; 1.0 to 2.1 are{hint}", offset + 4);
        }

        return new ChunkHeader
        {
            Offset = offset,
            Major = major,
            Minor = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]),
            Size = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]),
            ConstantPoolOffset = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]),
            MetadataOffset = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
            StartNanos = BinaryPrimitives.ReadInt64BigEndian(bytes[32..]),
            DurationNanos = BinaryPrimitives.ReadInt64BigEndian(bytes[40..]),
            StartTicks = BinaryPrimitives.ReadInt64BigEndian(bytes[48..]),
            TicksPerSecond = BinaryPrimitives.ReadInt64BigEndian(bytes[56..]),
            State = bytes[64] switch { 0 => ChunkState.Finished, 255 => ChunkState.Torn, _ => ChunkState.Unfinished },
            Flags = BinaryPrimitives.ReadInt16BigEndian(bytes[66..]),
        };
    }
}
