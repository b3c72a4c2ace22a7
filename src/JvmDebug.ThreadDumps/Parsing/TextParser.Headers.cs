using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// The line a thread begins with. Names are not escaped: they may hold quotes, line ends and anything that looks like what
/// follows, so the name ends at the last <c>"</c> that such a word comes after. The rest are words, in an order that grew:
/// </summary>
/// <remarks>
/// <code>
/// JDK  8  "NAME" #1 daemon prio=5 os_prio=0 tid=0x00007f nid=0x1b03 waiting on condition [0x00007f]
///     11  ... os_prio=0 cpu=500.94ms elapsed=16.52s tid=0x00007f nid=0x7698 in Object.wait()  [0x00007f]
///     21  "NAME" #1 [16442] daemon prio=5 os_prio=0 cpu=52.15ms elapsed=6.76s tid=0x00007f nid=16442 runnable  [0x00007f]
///     -e  allocated=1887M defined_classes=0 after elapsed=
///     VM  "G1 Service" os_prio=0 cpu=2.96ms elapsed=16.50s tid=0x00007f nid=0x769d runnable
/// </code>
/// </remarks>
internal sealed partial class TextParser
{
    private void Header(ReadOnlySpan<byte> line)
    {
        var end = NameEnd(line);
        if (end < 0)
        {
            // A name with a line end in it, or a line of a log.
            (_lastLines, _nameLines) = (line.ToArray(), 1);
            return;
        }

        var thread = _dump!.Begin();
        thread.Name = pool.Text(line[1..end]);
        Words(thread, line[(end + 1)..]);
    }

    private bool ContinueName(ReadOnlySpan<byte> line)
    {
        byte[] joined = [.. _lastLines, (byte)'\n', .. line];
        if (NameEnd(joined) > 0)
        {
            _nameLines = 0;
            Header(joined);
            return true;
        }

        if (++_nameLines > MostNameLines || line.StartsWith("\tat "u8) || line.StartsWith("\""u8))
        {
            _nameLines = 0;
            return false;
        }

        _lastLines = joined;
        return true;
    }

    private static int NameEnd(ReadOnlySpan<byte> line)
    {
        for (var end = line.LastIndexOf("\" "u8); end > 0; end = line[..end].LastIndexOf("\" "u8))
        {
            var rest = line[(end + 2)..];
            if (rest is [(byte)'#', >= (byte)'0' and <= (byte)'9', ..]
                || rest.StartsWith("daemon "u8) || rest.StartsWith("prio="u8) || rest.StartsWith("os_prio="u8) || rest.StartsWith("cpu="u8) || rest.StartsWith("tid="u8))
            {
                return end;
            }
        }

        return -1;
    }

    private void Words(ThreadBuilder thread, ReadOnlySpan<byte> text)
    {
        var isOfVm = true;
        foreach (var range in text.Split((byte)' '))
        {
            var word = text[range];
            if (word.IsEmpty)
            {
                continue;
            }

            if (word[0] == (byte)'#')
            {
                thread.Id = Number(word[1..]);
                isOfVm = false;
            }
            else if (word.SequenceEqual("daemon"u8))
            {
                thread.IsDaemon = true;
                isOfVm = false;
            }
            else if (word.StartsWith("prio="u8))
            {
                // JDK 7 has no number, but a Java thread has a priority of Java's.
                isOfVm = false;
            }
            else if (word.StartsWith("cpu="u8))
            {
                thread.Cpu = Span(word[4..], "ms"u8, TimeSpan.TicksPerMillisecond);
            }
            else if (word.StartsWith("elapsed="u8))
            {
                thread.Elapsed = Span(word[8..], "s"u8, TimeSpan.TicksPerSecond);
            }
            else if (word.StartsWith("tid="u8))
            {
                thread.Address = pool.Text(word[4..]);
            }
            else if (word.StartsWith("nid="u8))
            {
                thread.NativeId = Native(word[4..]);
                // What follows is the state in the VM's words; java.lang.Thread.State says it better.
                break;
            }
        }

        thread.IsOfVm = isOfVm;
    }

    private static TimeSpan? Span(ReadOnlySpan<byte> text, ReadOnlySpan<byte> unit, long ticks) =>
        Utf8Parser.TryParse(text, out double value, out var used) && text[used..].SequenceEqual(unit) && value is >= 0 and < 1e11
            ? TimeSpan.FromTicks((long)(value * ticks))
            : null;

    // Hexadecimal up to JDK 18, decimal since.
    private static long? Native(ReadOnlySpan<byte> text) =>
        text.StartsWith("0x"u8)
            ? long.TryParse(Encoding.UTF8.GetString(text[2..]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null
            : Number(text);

    private static bool IsFileHeader(ReadOnlySpan<byte> line)
    {
        var digits = line[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && line[(1 + digits)..].StartsWith(" \""u8) && line[(3 + digits)..].Contains((byte)'"');
    }

    private void FileHeader(ReadOnlySpan<byte> line)
    {
        if (_dump!.Format != DumpFormat.FileText)
        {
            OtherLines++;
            return;
        }

        if (_fileProcess is not null && _fileTime is not null)
        {
            BeginFile();
        }

        var (start, end) = (line.IndexOf((byte)'"') + 1, line.LastIndexOf((byte)'"'));
        var thread = _dump.Begin();
        thread.Id = Number(line[1..]);
        thread.Name = end > start ? pool.Text(line[start..end]) : "";
        foreach (var range in line[(end + 1)..].Split((byte)' '))
        {
            var word = line[(end + 1)..][range];
            thread.IsVirtual |= word.SequenceEqual("virtual"u8);
            if (thread.State == JavaThreadState.Unknown)
            {
                thread.State = StateOf(word);
            }
        }
    }
}
