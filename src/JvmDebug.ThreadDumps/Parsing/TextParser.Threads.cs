using System.Buffers.Text;

namespace JvmDebug.ThreadDumps.Parsing;

internal sealed partial class TextParser
{
    private void InThreads(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        switch (line[0])
        {
            case (byte)'"':
                Header(line);
                break;
            case (byte)'#' when IsFileHeader(line):
                FileHeader(line);
                break;
            case (byte)'\t':
            case (byte)' ':
                Detail(line);
                break;
            case (byte)'J' when line.StartsWith("JNI global ref"u8):
                _dump!.EndThread();
                _dump.SawEnd = true;
                _section = Section.Behind;
                break;
            case (byte)'F' when line.StartsWith("Found "u8) && line.IndexOf("deadlock"u8) > 0:
                _dump!.EndThread();
                BeginDeadlock(line);
                break;
            default:
                if (_dump!.Format != DumpFormat.HotSpot)
                {
                    // The next dump of the file, or the end of this one.
                    Remember(line);
                }

                OtherLines++;
                break;
        }
    }

    private void Detail(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(" \t"u8);
        if (text.IsEmpty || _dump!.Current is not { } thread)
        {
            return;
        }

        if (text.StartsWith("at "u8))
        {
            thread.Add(pool.Frame(text[3..]));
        }
        else if (text.StartsWith("- "u8))
        {
            if (LockLine.TryParse(text[2..], thread.Depth, pool, out var use))
            {
                thread.Add(use);
            }
        }
        else if (text.StartsWith("java.lang.Thread.State: "u8))
        {
            thread.State = StateOf(text["java.lang.Thread.State: ".Length..]);
        }
        else if (text.StartsWith("Locked ownable synchronizers"u8))
        {
            _dump.HasSynchronizers = true;
        }
        else if (text.StartsWith("Carrying virtual thread #"u8))
        {
            thread.Carries = Number(text["Carrying virtual thread #".Length..]);
        }
        else if (text.StartsWith("Mounted virtual thread #"u8))
        {
            Mounted(thread, Number(text["Mounted virtual thread #".Length..]));
        }
        else if (_dump.Format == DumpFormat.FileText && line.Length - text.Length >= 4)
        {
            // JDK 21 to 24 write the frames without "at".
            thread.Add(pool.Frame(text));
        }
    }

    // JDK 24 and later: the frames of the virtual thread follow those of its carrier.
    private void Mounted(ThreadBuilder carrier, long? id)
    {
        carrier.Carries ??= id;
        var mounted = _dump!.Begin();
        (mounted.IsVirtual, mounted.Id, mounted.Carrier) = (true, id, carrier.Id);
    }

    internal static JavaThreadState StateOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)' ');
        var word = end < 0 ? text : text[..end];
        return word.SequenceEqual("RUNNABLE"u8) ? JavaThreadState.Runnable
            : word.SequenceEqual("WAITING"u8) ? JavaThreadState.Waiting
            : word.SequenceEqual("TIMED_WAITING"u8) ? JavaThreadState.TimedWaiting
            : word.SequenceEqual("BLOCKED"u8) ? JavaThreadState.Blocked
            : word.SequenceEqual("NEW"u8) ? JavaThreadState.New
            : word.SequenceEqual("TERMINATED"u8) ? JavaThreadState.Terminated
            : JavaThreadState.Unknown;
    }

    private static long? Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long number, out _) ? number : null;
}
