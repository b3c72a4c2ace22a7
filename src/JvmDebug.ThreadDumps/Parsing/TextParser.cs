using System.Buffers.Text;
using System.Text;

namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// Dumps in text, wherever they stand in a file: alone, one after another, in the middle of a log.
/// </summary>
/// <remarks>
/// <code>
/// HotSpot (jstack, Thread.print, SIGQUIT)              Thread.dump_to_file
/// 2026-03-01 12:00:00                                  48390                      process id
/// Full thread dump NAME (VERSION MODE):                2026-03-01T12:00:00.123Z
///                                                      25.0.3+9                   runtime
/// "main" #1 prio=5 ... tid=0x... nid=... runnable      #1 "main" RUNNABLE TIME    state and time: 25 and later
///    java.lang.Thread.State: RUNNABLE                  #22 "" virtual WAITING TIME
/// TAB at cls.method(File.java:1)                           at module/cls.method(File.java:1)   (no "at" before 25)
/// TAB - locked &lt;0x...> (a cls)                             - locked &lt;cls@hash>
///
///    Locked ownable synchronizers:                     with -l
/// TAB - &lt;0x...> (a cls)
///
/// JNI global refs: 12, weak refs: 0                    the last line of a whole dump
/// Found one Java-level deadlock: ... Found 1 deadlock.
/// </code>
/// </remarks>
internal sealed partial class TextParser(InternPool pool, string source, Action<ThreadDump> found)
{
    // A name with line ends in it; more lines than this are something else.
    private const int MostNameLines = 16;

    private DumpBuilder? _dump;
    private LogPrefix? _prefix;
    private Section _section;
    private int _number;
    private byte[] _lastLines = [];
    private string? _time;
    private int _nameLines;
    private string? _fileTime;
    private long? _fileProcess;
    private string? _fileVersion;

    private enum Section
    {
        Threads,
        Deadlock,
        DeadlockStacks,
        Behind,
    }

    /// <summary>Lines that belonged to no dump.</summary>
    public long OtherLines { get; private set; }

    public List<string> Problems { get; } = [];

    public void End()
    {
        Finish();
    }

    public void Line(ReadOnlySpan<byte> line)
    {
        if (_nameLines > 0)
        {
            if (ContinueName(Own(line)))
            {
                return;
            }
        }

        if (Title(line))
        {
            return;
        }

        line = Own(line);
        if (_dump is null || _section == Section.Behind && !line.StartsWith("Found "u8))
        {
            Outside(line);
            return;
        }

        switch (_section)
        {
            case Section.Deadlock:
                InDeadlock(line);
                break;
            case Section.DeadlockStacks:
                BehindDeadlock(line);
                break;
            default:
                InThreads(line);
                break;
        }
    }

    private ReadOnlySpan<byte> Own(ReadOnlySpan<byte> line) => _prefix is null ? line : line[_prefix.LengthIn(line)..];

    // "Full thread dump" is also what people write about; the title goes on with version and mode in parentheses, and up to
    // 21.0.12 with a colon (then lines about the JDK's version follow).
    private bool Title(ReadOnlySpan<byte> line)
    {
        var at = line.IndexOf("Full thread dump "u8);
        if (at < 0 || line.TrimEnd((byte)' ')[^1] is not ((byte)':' or (byte)')') || line[at..].IndexOf(" ("u8) < 0)
        {
            return false;
        }

        var title = line[(at + "Full thread dump ".Length)..].TrimEnd(" :"u8);
        Finish();
        _prefix = at == 0 ? null : new LogPrefix(line[..at]);
        _dump = new DumpBuilder(pool, source, ++_number, DumpFormat.HotSpot) { Vm = pool.Text(title), Time = _time };
        _section = Section.Threads;
        _time = null;
        return true;
    }

    private void Outside(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        if (line[0] == (byte)'#' && IsFileHeader(line))
        {
            BeginFile();
            InThreads(line);
        }
        else if (_dump is null && line[0] == (byte)'"' && line.IndexOf(" tid=0x"u8) > 0 && NameEnd(line) > 0)
        {
            _dump = new DumpBuilder(pool, source, ++_number, DumpFormat.HotSpot) { Time = _time };
            _section = Section.Threads;
            Problems.Add($"Dump {_number} begins in the middle of a dump: its title is missing, and so may be threads.");
            InThreads(line);
        }
        else
        {
            Remember(line);
            OtherLines++;
        }
    }

    // What comes before a dump: HotSpot's time, or process id, instant and version of a dump to a file.
    private void Remember(ReadOnlySpan<byte> line)
    {
        if (line.Length == 19 && line[4] == (byte)'-' && line[13] == (byte)':')
        {
            _time = Encoding.UTF8.GetString(line);
        }
        else if (line.Length < 12 && Utf8Parser.TryParse(line, out long pid, out var used) && used == line.Length)
        {
            (_fileProcess, _fileTime, _fileVersion) = (pid, null, null);
        }
        else if (_fileProcess is not null && line.Length < 80)
        {
            if (_fileTime is null && line.Length > 18 && line[10] == (byte)'T')
            {
                _fileTime = Encoding.UTF8.GetString(line);
            }
            else
            {
                _fileVersion ??= pool.Text(line);
            }
        }
    }

    private void BeginFile()
    {
        Finish();
        _prefix = null;
        _dump = new DumpBuilder(pool, source, ++_number, DumpFormat.FileText) { Time = _fileTime, Vm = _fileVersion, ProcessId = _fileProcess, SawEnd = true };
        _section = Section.Threads;
        (_fileTime, _fileProcess, _fileVersion) = (null, null, null);
    }

    private void Finish()
    {
        _nameLines = 0;
        if (_dump is { } dump)
        {
            _dump = null;
            var built = dump.Build();
            if (!built.IsWhole)
            {
                Problems.Add($"Dump {_number} is cut off: it ends in the middle of its threads, after {built.Threads.Count}.");
            }

            found(built);
        }
    }
}
