using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>A script's standard output: first lines, then bytes. What was buffered behind the last line is not lost.</summary>
internal sealed class ReplyStream(Stream source) : PullStream
{
    // jcmd's longest single lines are command lines and system properties; more than this is not text.
    private const int LongestLine = 256 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null at the end of the stream.</summary>
    /// <exception cref="JvmException">DebugImageUnsuitable: a line of over 256 KiB, so this is not our script's reply.</exception>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await ReadLineBytesAsync(cancellationToken) is { } line ? ModifiedUtf8.Decode(line.Span) : null;

    /// <summary>The same in bytes, which are there until something else is read.</summary>
    /// <exception cref="JvmException">DebugImageUnsuitable, as above.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadLineBytesAsync(CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var newline = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
            if (newline >= 0)
            {
                return Take(newline - _start, skip: 1);
            }

            searched = _end;
            if (_end - _start > LongestLine)
            {
                throw new JvmException(JvmFailure.DebugImageUnsuitable, "The debug container answered with an endless line; its sh may not be a POSIX shell. Try --image with another image.");
            }

            var moved = MakeRoom();
            searched -= moved;
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return _end == _start ? default(ReadOnlyMemory<byte>?) : Take(_end - _start, skip: 0);
            }

            _end += read;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_end == _start)
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private ReadOnlyMemory<byte> Take(int length, int skip)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + skip;
        return line;
    }

    private int MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return 0;
        }

        var moved = _start;
        var target = _start > 0 ? _buffer : new byte[_buffer.Length * 2];
        Array.Copy(_buffer, _start, target, 0, _end - _start);
        (_buffer, _start, _end) = (target, 0, _end - _start);
        return moved;
    }
}
