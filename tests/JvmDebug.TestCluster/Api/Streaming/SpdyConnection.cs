using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace JvmDebug.TestCluster.Api.Streaming;

// Control frame                            Data frame
// ---------------------------------------  ---------------------------------------
//  0  1 bit   1                             0  1 bit   0
//     15 bits version, 3                       31 bits stream id
//  2  16 bits type                          4  8 bits  flags, 0x01 = FIN
//  4  8 bits  flags, 0x01 = FIN             5  24 bits length of the payload
//  5  24 bits length of the payload         8  payload
//  8  payload
//
// Types used: 1 SYN_STREAM, 2 SYN_REPLY, 3 RST_STREAM (payload: stream id, status), 6 PING (payload: id), 7 GOAWAY.

/// <summary>
/// The client's end of a SPDY/3.1 connection, as far as CRI streaming servers speak it. Frames are big-endian. One
/// reader; any number of writers. WINDOW_UPDATE is ignored: the servers (all built on moby/spdystream) neither send nor
/// heed it and leave flow control to TCP, and so does this class by reading only when asked.
/// </summary>
internal sealed class SpdyConnection(Stream transport) : IAsyncDisposable
{
    private const int HeaderLength = 8;
    private const byte FlagFin = 0x01;

    private readonly BufferedStream _input = new(transport, 64 * 1024);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly byte[] _header = new byte[HeaderLength];
    private uint _dataStream;
    private bool _dataEnds;
    private int _dataLeft = -1;
    private bool _headersSent;

    /// <summary>Opens a stream; client's ids are odd and rise.</summary>
    public async Task OpenStreamAsync(uint streamId, string streamType, CancellationToken cancellationToken)
    {
        var payload = SynStream(streamId, streamType);
        await WriteFrameAsync(0x8003_0001, 0, payload, cancellationToken);
    }

    public Task WriteDataAsync(uint streamId, ReadOnlyMemory<byte> data, bool endOfStream, CancellationToken cancellationToken) =>
        WriteFrameAsync(streamId, endOfStream ? FlagFin : (byte)0, data, cancellationToken);

    /// <summary>
    /// The next piece of data or end of a stream; null when the connection ends. A reset counts as an end: the server
    /// resets all streams when it closes the connection after an exec.
    /// </summary>
    /// <exception cref="IOException">The connection broke, also in the middle of a frame.</exception>
    public async ValueTask<SpdyChunk?> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_dataLeft < 0)
        {
            if (await _input.ReadAtLeastAsync(_header, HeaderLength, throwOnEndOfStream: false, cancellationToken) < HeaderLength)
            {
                return null;
            }

            var word = BinaryPrimitives.ReadUInt32BigEndian(_header);
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4)) & 0x00FF_FFFF);
            if (word >> 31 == 0)
            {
                (_dataStream, _dataLeft, _dataEnds) = (word, length, (_header[4] & FlagFin) != 0);
            }
            else if (await ReadControlAsync((ushort)word, (_header[4] & FlagFin) != 0, length, cancellationToken) is { } end)
            {
                return end;
            }
        }

        var count = Math.Min(_dataLeft, buffer.Length);
        await _input.ReadExactlyAsync(buffer[..count], cancellationToken);
        _dataLeft -= count;
        var last = _dataLeft == 0;
        _dataLeft = last ? -1 : _dataLeft;
        return new SpdyChunk(_dataStream, count, last && _dataEnds);
    }

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync();
        await _input.DisposeAsync();
        _writing.Dispose();
    }

    private async Task<SpdyChunk?> ReadControlAsync(ushort type, bool fin, int length, CancellationToken cancellationToken)
    {
        const ushort SynReply = 2, RstStream = 3, Ping = 6;
        var payload = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await _input.ReadExactlyAsync(payload.AsMemory(0, length), cancellationToken);
            var first = length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(payload);
            if (type == Ping && await _writing.WaitAsync(0, cancellationToken))
            {
                // Answered only while no other frame is being written: to wait here would stop the output, and a peer
                // that gets data from us knows that we live.
                _writing.Release();
                await WriteFrameAsync(0x8003_0006, 0, payload.AsMemory(0, 4), cancellationToken);
            }

            return type == RstStream || (type == SynReply && fin) ? new SpdyChunk(first, 0, true) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload);
        }
    }

    private async Task WriteFrameAsync(uint word, byte flags, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(HeaderLength + payload.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame, word);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), ((uint)flags << 24) | (uint)payload.Length);
        payload.CopyTo(frame.AsMemory(HeaderLength));
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await transport.WriteAsync(frame.AsMemory(0, HeaderLength + payload.Length), cancellationToken);
            await transport.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    // SYN_STREAM payload                       Header block before compression
    // ---------------------------------------  ---------------------------------------
    //  0  32 bits stream id                     0  32 bits number of headers
    //  4  32 bits associated stream, 0          then for each:
    //  8  3 bits  priority, 13 bits zero           32 bits length, name (lower case)
    // 10  compressed header block                  32 bits length, value
    //
    // Compression is one zlib stream for the life of the connection, with the preset dictionary of SPDY/3. zlib also has
    // stored blocks, which are not compressed and so need no dictionary, only its checksum in the zlib header:
    //  0  78 BB         zlib header with FDICT    } before the first
    //  2  E3 C6 A7 C2   dictionary's Adler-32     } header block only
    //  6  00            stored, not the last
    //  7  16 bits length, 16 bits ~length, little-endian
    // 11  header block
    //     00 00 00 FF FF   an empty stored block: Go's inflater, in all servers, hands data out only when it sees one
    private byte[] SynStream(uint streamId, string streamType)
    {
        ReadOnlySpan<byte> flush = [0, 0, 0, 0xFF, 0xFF];
        ReadOnlySpan<byte> zlibHeader = _headersSent ? [] : [0x78, 0xBB, 0xE3, 0xC6, 0xA7, 0xC2];
        _headersSent = true;
        var name = "streamtype"u8;
        var value = Encoding.ASCII.GetBytes(streamType);
        var blockLength = 4 + 4 + name.Length + 4 + value.Length;
        var payload = new byte[10 + zlibHeader.Length + 5 + blockLength + flush.Length];
        BinaryPrimitives.WriteUInt32BigEndian(payload, streamId);
        zlibHeader.CopyTo(payload.AsSpan(10));

        var stored = payload.AsSpan(10 + zlibHeader.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(stored[1..], (ushort)blockLength);
        BinaryPrimitives.WriteUInt16LittleEndian(stored[3..], (ushort)~blockLength);
        var block = stored[5..];
        BinaryPrimitives.WriteUInt32BigEndian(block, 1);
        BinaryPrimitives.WriteUInt32BigEndian(block[4..], (uint)name.Length);
        name.CopyTo(block[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(block[(8 + name.Length)..], (uint)value.Length);
        value.CopyTo(block[(12 + name.Length)..]);
        flush.CopyTo(block[blockLength..]);
        return payload;
    }
}

/// <summary>A piece of one stream: <paramref name="Length"/> bytes of the caller's buffer.</summary>
internal readonly record struct SpdyChunk(uint StreamId, int Length, bool EndOfStream);
