using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// Reads the encodings of a chunk. Positions count from the start of the chunk.
/// </summary>
/// <param name="end">No value reaches beyond it.</param>
/// <param name="readable">End of the memory: eight bytes at once may be looked at as far as here.</param>
/// <remarks>
/// <code>
/// integers, lengths, ids   1 to 9 bytes, 7 bits each, least significant first, high bit = more; a 9th byte has all 8 bits.
///                          No sign extension: negative numbers take all nine. Padded forms are normal.
/// byte, boolean            1 byte
/// float, double            4, 8 bytes, big-endian
/// string                   1 byte encoding: 0 null | 1 empty | 2 key into the java.lang.String pool
///                          | 3 UTF-8: byte count, bytes | 4 UTF-16: char count, one integer each | 5 Latin-1: byte count, bytes
/// </code>
/// </remarks>
internal unsafe ref struct ChunkCursor(byte* chunk, long position, long end, long readable, long fileOffset)
{
    /// <summary>The encoding of a text that is a key into the pool of texts.</summary>
    public const byte PooledText = 2;

    private const ulong HighBits = 0x8080_8080_8080_8080;
    private const string PastTheEnd = "An integer runs past the end";

    private readonly byte* _chunk = chunk;
    private readonly long _readable = readable;
    private readonly long _fileOffset = fileOffset;

    public long Position { get; private set; } = position;

    public long End { get; private set; } = end;

    public readonly ReadOnlySpan<byte> Remaining => new(_chunk + Position, (int)Math.Min(End - Position, int.MaxValue));

    public byte ReadByte()
    {
        Require(1);
        return _chunk[Position++];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadVarint()
    {
        if (Position < End && _chunk[Position] < 0x80)
        {
            return _chunk[Position++];
        }

        return ReadLongVarint();
    }

    public void SkipVarint() => ReadVarint();

    public void SkipVarints(long count)
    {
        while (count > 0 && _readable - Position >= sizeof(ulong) && BitConverter.IsLittleEndian)
        {
            // An integer begins here, and every byte without its high bit ends one: eight bytes of stack frames are some five integers.
            var ends = ~Unsafe.ReadUnaligned<ulong>(_chunk + Position) & HighBits;
            var whole = BitOperations.PopCount(ends);
            if (whole == 0)
            {
                Position += 9;
                count--;
            }
            else if (whole <= count)
            {
                Position += sizeof(ulong) - (BitOperations.LeadingZeroCount(ends) >> 3);
                count -= whole;
            }
            else
            {
                for (; count > 1; count--)
                {
                    ends &= ends - 1;
                }

                Position += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
                count = 0;
            }
        }

        for (; count > 0; count--)
        {
            ReadVarint();
        }

        if (Position > End)
        {
            throw Error(PastTheEnd);
        }
    }

    /// <summary>The same bytes from another position.</summary>
    public readonly ChunkCursor At(long position) => new(_chunk, position, End, _readable, _fileOffset);

    public readonly long FileOffset => _fileOffset + Position;

    public long ReadLong() => unchecked((long)ReadVarint());

    public int ReadInt() => unchecked((int)ReadVarint());

    /// <summary>A number of things of some least size each: more than fit in what is left is damage, not a request for memory.</summary>
    public int ReadCount(string what, int leastSize = 1)
    {
        var count = ReadVarint();
        return count <= (ulong)(End - Position) / (uint)Math.Max(leastSize, 1) && count <= int.MaxValue
            ? (int)count
            : throw Error($"{count} {what} cannot fit in the {End - Position} bytes left");
    }

    public float ReadFloat()
    {
        Require(4);
        var value = BinaryPrimitives.ReadSingleBigEndian(new ReadOnlySpan<byte>(_chunk + Position, 4));
        Position += 4;
        return value;
    }

    public double ReadDouble()
    {
        Require(8);
        var value = BinaryPrimitives.ReadDoubleBigEndian(new ReadOnlySpan<byte>(_chunk + Position, 8));
        Position += 8;
        return value;
    }

    /// <summary>Null for null and for a reference (encoding 2), whose key is then in <paramref name="poolKey"/>.</summary>
    public string? ReadString(out ulong poolKey)
    {
        poolKey = 0;
        var encoding = ReadByte();
        switch (encoding)
        {
            case 0:
                return null;
            case 1:
                return "";
            case PooledText:
                poolKey = ReadVarint();
                return null;
            case 3 or 5:
                var length = ReadCount("bytes of text");
                var bytes = new ReadOnlySpan<byte>(_chunk + Position, length);
                Position += length;
                return encoding == 3 ? ModifiedUtf8.Decode(bytes) : Encoding.Latin1.GetString(bytes);
            case 4:
                var chars = new char[ReadCount("characters of text")];
                for (var i = 0; i < chars.Length; i++)
                {
                    chars[i] = (char)ReadVarint();
                }

                return new string(chars);
            default:
                throw Error($"There is no string encoding {encoding}");
        }
    }

    public void SkipString()
    {
        var encoding = ReadByte();
        switch (encoding)
        {
            case 0 or 1:
                break;
            case PooledText:
                ReadVarint();
                break;
            case 3 or 5:
                Skip(ReadCount("bytes of text"));
                break;
            case 4:
                for (var left = ReadCount("characters of text"); left > 0; left--)
                {
                    ReadVarint();
                }

                break;
            default:
                throw Error($"There is no string encoding {encoding}");
        }
    }

    public void Skip(long count)
    {
        Require(count);
        Position += count;
    }

    /// <summary>Ends the cursor with the event that began at <paramref name="start"/>: nothing in it is read from behind it.</summary>
    public void Narrow(long start, long size, string what)
    {
        if (size < Position - start || size > End - start)
        {
            throw new JfrFormatException($"A {what} claims {size} bytes where {End - start} are left", _fileOffset + start);
        }

        End = start + size;
    }

    public JfrFormatException Error(string what) => new(what, _fileOffset + Position);

    // All eight bytes at once where they are there: the groups of seven bits are brought together in three steps.
    private ulong ReadLongVarint()
    {
        if (_readable - Position < 9 || !BitConverter.IsLittleEndian)
        {
            return ReadVarintByBytes();
        }

        var word = Unsafe.ReadUnaligned<ulong>(_chunk + Position);
        var ends = ~word & HighBits;
        var length = ends == 0 ? 9 : (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
        var last = length == 9 ? (ulong)_chunk[Position + 8] << 56 : 0;
        if (length > End - Position)
        {
            throw Error(PastTheEnd);
        }

        Position += length;
        word &= length >= 8 ? ulong.MaxValue : (1UL << (8 * length)) - 1;
        word = (word & 0x007F_007F_007F_007F) | ((word & 0x7F00_7F00_7F00_7F00) >> 1);
        word = (word & 0x0000_3FFF_0000_3FFF) | ((word & 0x3FFF_0000_3FFF_0000) >> 2);
        return (word & 0x0FFF_FFFF) | ((word & 0x0FFF_FFFF_0000_0000) >> 4) | last;
    }

    private ulong ReadVarintByBytes()
    {
        var position = Position;
        var value = 0UL;
        for (var shift = 0; shift < 56; shift += 7)
        {
            if (position >= End)
            {
                throw Error(PastTheEnd);
            }

            var next = _chunk[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                Position = position;
                return value;
            }
        }

        if (position >= End)
        {
            throw Error(PastTheEnd);
        }

        value |= (ulong)_chunk[position++] << 56;
        Position = position;
        return value;
    }

    private readonly void Require(long count)
    {
        if (count < 0 || count > End - Position)
        {
            throw new JfrFormatException($"{count} more bytes were expected but only {End - Position} are left", _fileOffset + Position);
        }
    }
}
