namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>Lines of a stream as bytes, without their ends. A line of over 1 MiB is no line; it comes in pieces.</summary>
internal sealed class LineSource(Stream stream, CancellationToken cancellationToken)
{
    private const int LongestLine = 1 << 20;

    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    public long Bytes { get; private set; }

    /// <summary>False at the end; <paramref name="line"/> is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var length = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Trim(_buffer.AsSpan(_start, searched + length - _start));
                _start = searched + length + 1;
                return true;
            }

            if (_atEnd || _end - _start >= LongestLine)
            {
                line = Trim(_buffer.AsSpan(_start, _end - _start));
                var any = _end > _start;
                _start = _end;
                return any;
            }

            searched = _end - _start;
            Fill();
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line is [.. var rest, (byte)'\r'] ? rest : line;

    private void Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rest = _end - _start;
        var target = rest > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, rest);
        (_buffer, _start, _end) = (target, 0, rest);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
        Bytes += read;
    }
}
