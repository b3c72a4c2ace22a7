using System.IO.Compression;

namespace JvmDebug.Hprof;

/// <summary>
/// Compresses a heap dump as <c>GC.heap_dump -gz</c> does, so that Eclipse MAT can jump in it: blocks of one megabyte, each
/// a gzip member of its own, and their size told in a comment of the first.
/// </summary>
/// <remarks>
/// RFC 1952, the header of the first member as heapDumperCompression.cpp writes it:
/// <code>
/// 1F 8B 08   magic, deflate
/// 10         flags: FCOMMENT
/// u4 time    0
/// 00 XX      extra flags, operating system
/// "HPROF BLOCKSIZE=1048576" NUL
/// </code>
/// </remarks>
public sealed class HprofGzipStream(Stream output) : Stream
{
    private const int BlockSize = 1 << 20;
    private const int HeaderLength = 10;
    private const int Flags = 3;
    private const byte HasComment = 0x10;
    private static readonly byte[] Comment = "HPROF BLOCKSIZE=1048576\0"u8.ToArray();

    private readonly byte[] _block = new byte[BlockSize];
    private readonly MemoryStream _member = new();
    private int _filled;
    private bool _begun;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, BlockSize - _filled);
            buffer[..count].CopyTo(_block.AsSpan(_filled));
            buffer = buffer[count..];
            _filled += count;
            if (_filled == BlockSize)
            {
                WriteBlock();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Writes the last block. Without it what was written is not a whole file; disposing writes nothing.</summary>
    public void Complete()
    {
        if (_filled > 0 || !_begun)
        {
            WriteBlock();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteBlock()
    {
        _member.SetLength(0);
        using (var gzip = new GZipStream(_member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(_block, 0, _filled);
        }

        var member = _member.GetBuffer().AsSpan(0, (int)_member.Length);
        if (!_begun)
        {
            member[Flags] |= HasComment;
            output.Write(member[..HeaderLength]);
            output.Write(Comment);
            member = member[HeaderLength..];
        }

        output.Write(member);
        _filled = 0;
        _begun = true;
    }
}
