using System.Buffers;
using System.Runtime.CompilerServices;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Reads a container's log file.</summary>
/// <remarks>
/// The CRI log format, one entry a line:
/// <code>
/// 2026-11-22T21:14:08.669794202Z stdout F the text
/// time, RFC 3339, nanoseconds    |      | the rest of the line: a line of output, or a piece of one
///                                stream F full: the line ends here; P partial: the next entry of the stream goes on
/// </code>
/// </remarks>
internal static class ContainerLog
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(100);

    /// <param name="isOver">Asked at the end of the file: true if nothing more will be written. Null: do not wait at all.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string file, Func<bool>? isOver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[64 * 1024];
        var entry = new ArrayBufferWriter<byte>();
        var line = new ArrayBufferWriter<byte>();
        while (true)
        {
            // Asked before the read: what was written until then is still read.
            var over = isOver?.Invoke() ?? true;
            var read = await log.ReadAsync(buffer, cancellationToken);
            foreach (var range in Lines(buffer.AsMemory(0, read)))
            {
                entry.Write(range.Span);
                if (entry.WrittenSpan[^1] != '\n')
                {
                    continue;
                }

                if (Append(entry.WrittenSpan[..^1], line))
                {
                    yield return line.WrittenMemory.ToArray();
                    line.ResetWrittenCount();
                }

                entry.ResetWrittenCount();
            }

            if (read == 0 && over)
            {
                if (line.WrittenCount > 0)
                {
                    yield return line.WrittenMemory.ToArray();
                }

                yield break;
            }

            if (read == 0)
            {
                await Task.Delay(_poll, cancellationToken);
            }
        }
    }

    /// <summary>Adds an entry's text; true if it completes a line.</summary>
    private static bool Append(ReadOnlySpan<byte> entry, ArrayBufferWriter<byte> line)
    {
        var stream = entry.IndexOf((byte)' ') + 1;
        var tag = stream + entry[stream..].IndexOf((byte)' ') + 1;
        var text = tag + entry[tag..].IndexOf((byte)' ') + 1;
        line.Write(entry[text..]);
        return entry[tag] == 'F';
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> data)
    {
        while (data.Length > 0)
        {
            var end = data.Span.IndexOf((byte)'\n') + 1;
            yield return end == 0 ? data : data[..end];
            data = end == 0 ? default : data[end..];
        }
    }
}
