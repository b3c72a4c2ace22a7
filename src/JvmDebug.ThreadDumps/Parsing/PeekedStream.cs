using System.Diagnostics.CodeAnalysis;

namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>A stream whose first bytes can be looked at before they are read.</summary>
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "The stream belongs to whoever opened it.")]
internal sealed class PeekedStream : Stream
{
    private readonly Stream _source;
    private readonly byte[] _start = new byte[4096];
    private readonly int _length;
    private int _position;

    public PeekedStream(Stream source)
    {
        _source = source;
        try
        {
            _length = source.ReadAtLeast(_start, _start.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            // A compressed stream that is damaged at its very beginning has no first bytes; reading on says so.
        }
    }

    public ReadOnlySpan<byte> Start => _start.AsSpan(0, _length);

    public long Bytes { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void SkipByteOrderMark()
    {
        if (_position == 0 && Start is [0xef, 0xbb, 0xbf, ..])
        {
            _position = 3;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = Math.Min(buffer.Length, _length - _position);
        if (read > 0)
        {
            _start.AsSpan(_position, read).CopyTo(buffer);
            _position += read;
        }
        else
        {
            read = _source.Read(buffer);
        }

        Bytes += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
