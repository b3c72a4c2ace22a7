using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>The server's end of SPDY/3.1, written from the specification and not from the client under test.</summary>
internal sealed class SpdyPeer(Stream transport)
{
    private readonly ConcurrentDictionary<string, uint> _ids = new();
    private readonly Channel<string> _opened = Channel.CreateUnbounded<string>();
    private readonly Channel<byte[]> _stdin = Channel.CreateBounded<byte[]>(1);
    private bool _dictionaryNamed;

    public List<string> Opened { get; } = [];

    /// <summary>Payloads of PING frames that came back.</summary>
    public Channel<uint> Pongs { get; } = Channel.CreateUnbounded<uint>();

    public async Task WaitForStreamsAsync(int count, CancellationToken cancellationToken)
    {
        while (Opened.Count < count)
        {
            Opened.Add(await _opened.Reader.ReadAsync(cancellationToken));
        }
    }

    /// <summary>Reads frames until the connection ends.</summary>
    public async Task ReadFramesAsync(CancellationToken cancellationToken)
    {
        var header = new byte[8];
        while (await transport.ReadAtLeastAsync(header, 8, throwOnEndOfStream: false, cancellationToken) == 8)
        {
            var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) & 0xFF_FFFF];
            await transport.ReadExactlyAsync(payload, cancellationToken);
            switch (BinaryPrimitives.ReadUInt32BigEndian(header))
            {
                case 0x8003_0001:
                    ReadSynStream(payload);
                    break;
                case 0x8003_0006:
                    Pongs.Writer.TryWrite(BinaryPrimitives.ReadUInt32BigEndian(payload));
                    break;
                case var id when id == _ids["stdin"]:
                    await _stdin.Writer.WriteAsync(payload, cancellationToken);
                    if ((header[4] & 1) != 0)
                    {
                        _stdin.Writer.Complete();
                    }

                    break;
                default:
                    throw new InvalidDataException($"Unexpected frame {Convert.ToHexString(header)}");
            }
        }

        _stdin.Writer.TryComplete();
    }

    /// <summary>Data of stdin as it comes, until the client closes it.</summary>
    public IAsyncEnumerable<byte[]> ReadStdinAsync(CancellationToken cancellationToken) => _stdin.Reader.ReadAllAsync(cancellationToken);

    public Task WriteAsync(string type, string text, CancellationToken cancellationToken) =>
        WriteAsync(type, Encoding.UTF8.GetBytes(text), cancellationToken);

    public Task WriteAsync(string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        WriteFrameAsync(_ids[type], 0, data, cancellationToken);

    public Task FinishAsync(string type, CancellationToken cancellationToken) =>
        WriteFrameAsync(_ids[type], 1, default, cancellationToken);

    public Task ResetAsync(string type, CancellationToken cancellationToken)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(payload, _ids[type]);
        BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(4), 5);
        return WriteFrameAsync(0x8003_0003, 0, payload, cancellationToken);
    }

    public Task PingAsync(uint id, CancellationToken cancellationToken)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(payload, id);
        return WriteFrameAsync(0x8003_0006, 0, payload, cancellationToken);
    }

    /// <summary>A SYN_REPLY whose header block nobody needs to understand.</summary>
    public Task ReplyAsync(string type, CancellationToken cancellationToken)
    {
        var payload = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(payload, _ids[type]);
        return WriteFrameAsync(0x8003_0002, 0, payload, cancellationToken);
    }

    private async Task WriteFrameAsync(uint word, byte flags, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, word);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), ((uint)flags << 24) | (uint)payload.Length);
        await transport.WriteAsync(header, cancellationToken);
        await transport.WriteAsync(payload, cancellationToken);
    }

    private void ReadSynStream(byte[] payload)
    {
        var block = payload.AsSpan(10);
        if (!_dictionaryNamed)
        {
            Expect(Convert.ToHexString(block[..6]) == "78BBE3C6A7C2", "zlib header with the dictionary of SPDY/3");
            block = block[6..];
            _dictionaryNamed = true;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(block[1..]);
        Expect(block[0] == 0, "a stored deflate block");
        Expect((ushort)~BinaryPrimitives.ReadUInt16LittleEndian(block[3..]) == length, "the length's complement");
        Expect(Convert.ToHexString(block[(5 + length)..]) == "000000FFFF", "an empty block at the end");
        block = block.Slice(5, length);
        Expect(BinaryPrimitives.ReadUInt32BigEndian(block) == 1, "one header");
        var nameLength = BinaryPrimitives.ReadInt32BigEndian(block[4..]);
        Expect(Encoding.ASCII.GetString(block.Slice(8, nameLength)) == "streamtype", "the header streamtype");
        var type = Encoding.ASCII.GetString(block[(12 + nameLength)..]);
        _ids[type] = BinaryPrimitives.ReadUInt32BigEndian(payload);
        _opened.Writer.TryWrite(type);
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidDataException("SYN_STREAM should have " + what);
        }
    }
}
