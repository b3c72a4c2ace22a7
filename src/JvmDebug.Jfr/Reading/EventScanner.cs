using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// Steps over the events of a chunk by their size. The chunk is read in blocks: walking it from end to end through a mapping
/// costs a page fault for every few pages, twice what a copy costs, and touched pages count as resident.
/// </summary>
internal sealed unsafe class EventScanner(RecordingSource source, ChunkHeader header, long from, long to) : IDisposable
{
    private const int Block = 256 << 10;

    // What an event of this size claims to be is mapped, not copied: a damaged size must not ask for that much memory.
    private const long LargestCopied = 8 << 20;
    private const long LongestHead = 18;

    private byte* _block;
    private long _capacity;
    private byte* _chunk;
    private long _blockEnd;
    private MappedChunk? _large;
    private long _next = from;

    /// <summary>Of the current event, from the start of the chunk.</summary>
    public long Position { get; private set; }

    public long Size { get; private set; }

    public long TypeId { get; private set; }

    /// <summary>Behind the type id of the current event.</summary>
    public long Payload { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        var position = _next;
        if (position >= to)
        {
            return false;
        }

        if (position + LongestHead > _blockEnd)
        {
            return MoveNextSlowly(position);
        }

        // One byte of size and one or two of type is nearly every event.
        var head = _chunk + position;
        var size = (long)head[0];
        if (size < 0x80 && head[1] < 0x80)
        {
            return Accept(position, size, head[1], 2);
        }

        if (size < 0x80 && head[2] < 0x80)
        {
            return Accept(position, size, (head[1] & 0x7F) | (head[2] << 7), 3);
        }

        return MoveNextSlowly(position);
    }

    /// <summary>At the first field of the current event, ending with it.</summary>
    public ChunkCursor Fields()
    {
        if (Position + Size > _blockEnd)
        {
            if (Size > LargestCopied)
            {
                _large?.Dispose();
                _large = new MappedChunk(source.Map, header, Position, Size);
                return _large.At(Payload, Position + Size);
            }

            Read(Position, Math.Max(Size, Block));
        }

        return new ChunkCursor(_chunk, Payload, Position + Size, header.Offset);
    }

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = _chunk = null;
        _blockEnd = 0;
        _large?.Dispose();
    }

    private bool MoveNextSlowly(long position)
    {
        if (position + LongestHead > _blockEnd && _blockEnd < header.Size)
        {
            Read(position, Block);
        }

        var cursor = new ChunkCursor(_chunk, position, _blockEnd, header.Offset);
        var size = cursor.ReadLong();
        var typeId = cursor.ReadLong();
        return Accept(position, size, typeId, cursor.Position - position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Accept(long position, long size, long typeId, long head)
    {
        // By the declared size, never by what was parsed: newer producers append fields.
        if (size < head || size > header.Size - position)
        {
            ThrowSize(position, size);
        }

        (Position, Size, TypeId, Payload) = (position, size, typeId, position + head);
        _next = position + size;
        return true;
    }

    private void ThrowSize(long position, long size) =>
        throw new JfrFormatException($"An event claims {size} bytes where {header.Size - position} are left", header.Offset + position);

    private void Read(long position, long length)
    {
        length = Math.Min(length, header.Size - position);
        if (length > _capacity)
        {
            NativeMemory.Free(_block);
            _block = null;
            _capacity = Math.Max(length, Block);
            _block = (byte*)NativeMemory.Alloc((nuint)_capacity);
        }

        source.Read(new Span<byte>(_block, (int)length), header.Offset + position);
        _chunk = _block - position;
        _blockEnd = position + length;
    }
}
