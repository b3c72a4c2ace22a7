using System.IO.Compression;
using System.Text;
using JvmDebug.ThreadDumps.Parsing;

namespace JvmDebug.ThreadDumps;

/// <summary>
/// Reads thread dumps of HotSpot, JDK 8 and later, out of files: from jstack, jcmd or a signal, as text or JSON, alone or
/// in the middle of a log, gzipped or not. One reader for the files that belong together: what they have in common is kept
/// once.
/// </summary>
public sealed class DumpReader
{
    private readonly InternPool _pool = new();

    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public DumpFile Read(string path, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        return Read(path, file, cancellationToken);
    }

    /// <summary>Never fails for what is in the stream: <see cref="DumpFile.Problems"/> says what could not be read.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public DumpFile Read(string path, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var peeked = new PeekedStream(stream);
        var dumps = new List<ThreadDump>();
        var problems = new List<string>();
        var start = peeked.Start;
        long bytes;
        if (start is [0x1f, 0x8b, ..])
        {
            using var unzipped = new GZipStream(peeked, CompressionMode.Decompress);
            using var inner = new PeekedStream(unzipped);
            bytes = ReadPlain(path, inner, dumps, problems, cancellationToken);
        }
        else
        {
            bytes = ReadPlain(path, peeked, dumps, problems, cancellationToken);
        }

        if (dumps.Count == 0)
        {
            problems.Insert(0, Foreign.Describe(start, bytes));
        }

        return new DumpFile(path, dumps, problems, bytes);
    }

    private long ReadPlain(string path, PeekedStream stream, List<ThreadDump> dumps, List<string> problems, CancellationToken cancellationToken)
    {
        // PowerShell redirects in UTF-16.
        var utf16 = stream.Start is [0xff, 0xfe, ..] ? Encoding.Unicode : stream.Start is [0xfe, 0xff, ..] ? Encoding.BigEndianUnicode : null;
        if (utf16 is not null)
        {
            using var transcoded = new PeekedStream(Encoding.CreateTranscodingStream(stream, utf16, Encoding.UTF8));
            return ReadUtf8(path, transcoded, dumps, problems, cancellationToken);
        }

        return ReadUtf8(path, stream, dumps, problems, cancellationToken);
    }

    private long ReadUtf8(string path, PeekedStream stream, List<ThreadDump> dumps, List<string> problems, CancellationToken cancellationToken)
    {
        stream.SkipByteOrderMark();
        try
        {
            if (stream.Start.TrimStart(" \t\r\n"u8).StartsWith("{"u8) && !stream.Start.TrimStart(" \t\r\n"u8).StartsWith("{\"log\":"u8))
            {
                var json = new JsonParser(_pool, path, dumps.Add);
                json.Read(stream, cancellationToken);
                problems.AddRange(json.Problems);
                return json.Bytes;
            }

            var lines = new LineSource(stream, cancellationToken);
            var text = new TextParser(_pool, path, dumps.Add);
            try
            {
                while (lines.TryRead(out var line))
                {
                    text.Line(line);
                }
            }
            finally
            {
                text.End();
                problems.AddRange(text.Problems);
            }

            return lines.Bytes;
        }
        catch (InvalidDataException e)
        {
            problems.Add($"The compressed file is damaged ({e.Message}); what stands before was read.");
            return stream.Bytes;
        }
    }
}
