using System.Buffers.Binary;
using System.Text;

namespace JvmDebug.Hprof;

// The format, after "HPROF Agent" (jdk/src/share/demo/jvmti/hprof/manual.html of JDK 8) and HotSpot's heapDumper.cpp. All
// numbers are big endian; id is 4 or 8 bytes.
//
// header   "JAVA PROFILE 1.0.1" or "JAVA PROFILE 1.0.2", NUL; u4 size of an id; u8 milliseconds since 1970
// record   u1 tag; u4 microseconds since the header's time; u4 length of what follows
//
//   01 UTF8           id; characters in modified UTF-8
//   02 LOAD CLASS     u4 serial; id class; u4 trace; id name
//   03 UNLOAD CLASS   u4 serial
//   04 FRAME          id frame; id method; id signature; id source file; u4 class serial; u4 line
//   05 TRACE          u4 serial; u4 thread; u4 n; n id frame
//   06 ALLOC SITES, 07 HEAP SUMMARY, 0A START THREAD, 0B END THREAD, 0D CPU SAMPLES, 0E CONTROL SETTINGS
//   0C HEAP DUMP      sub-records (1.0.1)
//   1C HEAP DUMP SEGMENT   sub-records, none of which crosses its end (1.0.2, where a dump may exceed 4 GiB)
//   2C HEAP DUMP END  nothing; closes the segments, and is the last thing that the JVM writes
public sealed partial class HprofFilter
{
    private const int LongestHeader = 32;
    private const int RecordHeader = 9;

    // What a class file can hold.
    private const int LongestSymbol = ushort.MaxValue;

    private static readonly byte[] Hash = "hash"u8.ToArray();

    private State _state = State.FileHeader;
    private string? _format;
    private int _idSize;
    private DateTimeOffset _time;
    private byte _tag;
    private long _recordStart;
    private long _recordEnd;
    private long _skip;
    private ulong _hashName;
    private bool _openSegments;
    private bool _heapSeen;
    private long _symbolCount;
    private long _classCount;

    private enum State
    {
        FileHeader,
        Record,
        Symbol,
        LoadClass,
        Frame,
        Skip,
        SubRecord,
        ArrayElements,
    }

    // Bytes of the element at the front of the window, or 0 if more of it is needed.
    private int Step(Span<byte> window) => _state switch
    {
        State.FileHeader => FileHeader(window),
        State.Record => Record(window),
        State.Symbol => Symbol(window),
        State.LoadClass => LoadClass(window),
        State.Frame => Frame(window),
        State.Skip => Skip(window),
        State.SubRecord => SubRecord(window),
        _ => ArrayElements(window),
    };

    private int FileHeader(ReadOnlySpan<byte> window)
    {
        var end = window[..Math.Min(window.Length, LongestHeader)].IndexOf((byte)0);
        if (end < 0)
        {
            return window.Length < LongestHeader ? 0 : throw NotHprof(window);
        }

        if (window.Length < end + 13)
        {
            return 0;
        }

        var format = Encoding.ASCII.GetString(window[..end]);
        if (format is not ("JAVA PROFILE 1.0.1" or "JAVA PROFILE 1.0.2"))
        {
            throw NotHprof(window);
        }

        var idSize = BinaryPrimitives.ReadUInt32BigEndian(window[(end + 1)..]);
        if (idSize is not (4 or 8))
        {
            throw Damaged($"The header says that an id has {idSize} bytes, which no JVM has", end + 1);
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(window[(end + 5)..]);
        _time = milliseconds is >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : DateTimeOffset.UnixEpoch;
        (_format, _idSize) = (format, (int)idSize);
        _state = State.Record;
        return end + 13;
    }

    private HprofException NotHprof(ReadOnlySpan<byte> window) => new(
        window switch
        {
            [0x1F, 0x8B, ..] => "Not a heap dump but a gzip file: unpack it first",
            [(byte)'F', (byte)'L', (byte)'R', 0, ..] => "Not a heap dump but a JFR recording",
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "Not a heap dump but an ELF file, perhaps a core dump",
            [(byte)'J', (byte)'A', (byte)'V', (byte)'A', ..] => "A heap dump of another version than 1.0.1 and 1.0.2",
            _ => "Not a heap dump (HPROF)",
        },
        _position);

    private int Record(ReadOnlySpan<byte> window)
    {
        if (window.Length < RecordHeader)
        {
            return 0;
        }

        _tag = window[0];
        var length = BinaryPrimitives.ReadUInt32BigEndian(window[5..]);
        _recordStart = _position;
        _recordEnd = _position + RecordHeader + length;
        _skip = length;
        _state = _tag switch
        {
            0x01 => Sized(State.Symbol, length, length >= _idSize && length - _idSize <= LongestSymbol),
            0x02 => Sized(State.LoadClass, length, length == 8 + (2 * _idSize)),
            0x03 => Sized(State.Skip, length, length == 4),
            0x04 => Sized(State.Frame, length, length == 8 + (4 * _idSize)),
            0x05 => Sized(State.Skip, length, length >= 12 && (length - 12) % _idSize == 0),
            0x06 or 0x07 or 0x0A or 0x0B or 0x0D or 0x0E => State.Skip,
            0x0C => State.SubRecord,
            0x1C => State.SubRecord,
            0x2C => Sized(State.Skip, length, length == 0),
            _ => throw Damaged($"No record has the tag 0x{_tag:X2}"),
        };
        _heapSeen |= _tag is 0x0C or 0x1C;
        _openSegments = _tag == 0x1C || (_openSegments && _tag != 0x2C);
        if (length == 0)
        {
            _state = State.Record;
        }

        return RecordHeader;
    }

    private State Sized(State state, long length, bool right) =>
        right ? state : throw Damaged($"A {RecordName(_tag)} record cannot have {length} bytes", 5);

    private int Symbol(Span<byte> window)
    {
        if (window.Length < _skip)
        {
            return 0;
        }

        var length = (int)_skip;
        var id = Id(window);
        var characters = window[_idSize..length];
        if (characters.SequenceEqual(Hash))
        {
            _hashName = id;
        }

        _symbols?.Symbol(id, _position + _idSize, characters);
        _symbolCount++;
        _state = State.Record;
        return length;
    }

    private int LoadClass(ReadOnlySpan<byte> window)
    {
        if (window.Length < _skip)
        {
            return 0;
        }

        _symbols?.Name(Id(window[(8 + _idSize)..]));
        _state = State.Record;
        return (int)_skip;
    }

    private int Frame(ReadOnlySpan<byte> window)
    {
        if (window.Length < _skip)
        {
            return 0;
        }

        for (var name = 1; name <= 3; name++)
        {
            _symbols?.Name(Id(window[(name * _idSize)..]));
        }

        _state = State.Record;
        return (int)_skip;
    }

    private int Skip(ReadOnlySpan<byte> window)
    {
        var count = (int)Math.Min(window.Length, _skip);
        _skip -= count;
        if (_skip == 0)
        {
            _state = _position + count == _recordEnd ? State.Record : State.SubRecord;
        }

        return count;
    }

    private void RequireEnd()
    {
        if (_format is null)
        {
            throw _end == 0 ? new HprofException("The heap dump is empty", 0) : NotHprof(_window.AsSpan(_start, _end - _start));
        }

        if (_state != State.Record)
        {
            throw Damaged($"The heap dump is cut off inside the {RecordName(_tag)} record that began at byte {_recordStart}: {_recordEnd - Received} bytes of it are missing");
        }

        if (_end > _start)
        {
            throw Damaged("The heap dump is cut off inside the header of a record");
        }

        if (_openSegments || !_heapSeen)
        {
            throw Damaged(_heapSeen
                ? "The heap dump is cut off: the HEAP DUMP END that the JVM writes last is missing"
                : "There is no heap in the dump: it is cut off before the first object");
        }
    }

    private HprofSummary Summary() => new()
    {
        Format = _format!,
        IdSize = _idSize,
        Time = _time,
        Size = Received,
        Symbols = _symbolCount,
        Classes = _classCount,
        Instances = _instances,
        ObjectArrays = _objectArrays,
        PrimitiveArrays = _primitiveArrays,
        Roots = _roots,
        Redaction = _symbols is null ? null : new RedactionSummary(_arrayBytes, _symbols.BlankedSymbols, _symbols.LostNames, _blankedObjects),
    };

    private static string RecordName(byte tag) => tag switch
    {
        0x01 => "UTF8",
        0x02 => "LOAD CLASS",
        0x03 => "UNLOAD CLASS",
        0x04 => "FRAME",
        0x05 => "TRACE",
        0x0C => "HEAP DUMP",
        0x1C => "HEAP DUMP SEGMENT",
        0x2C => "HEAP DUMP END",
        _ => $"0x{tag:X2}",
    };

    private ulong Id(ReadOnlySpan<byte> at) =>
        _idSize == 8 ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
