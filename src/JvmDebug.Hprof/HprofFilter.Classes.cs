using System.Buffers.Binary;

namespace JvmDebug.Hprof;

// CLASS DUMP; the table is in HprofFilter.Heap.cs.
public sealed partial class HprofFilter
{
    private int ClassDump(Span<byte> window)
    {
        // Counted first and blanked only once all of it is here: what is in the window twice must not be read blanked.
        if (!TryMeasureClass(window, out var statics, out var fields, out var length))
        {
            return 0;
        }

        var super = Id(window[(5 + _idSize)..]);
        for (var at = 11 + (7 * _idSize); at < statics - 2;)
        {
            at = Value(window, at + 2);
        }

        for (var at = statics; at < fields - 2;)
        {
            _symbols?.Name(Id(window[at..]));
            at = Value(window, at + _idSize);
        }

        _classes.Add(Id(window[1..]), Layout(super, window, fields, length));
        _classCount++;
        return length;
    }

    private bool TryMeasureClass(Span<byte> window, out int statics, out int fields, out int length)
    {
        statics = fields = length = 0;
        var at = 9 + (7 * _idSize);
        if (!TryReadCount(window, ref at, out var constants))
        {
            return false;
        }

        for (var i = 0; i < constants; i++)
        {
            if (!TryPassValue(window, ref at, 2))
            {
                return false;
            }
        }

        if (!TryReadCount(window, ref at, out var staticCount))
        {
            return false;
        }

        statics = at;
        for (var i = 0; i < staticCount; i++)
        {
            if (!TryPassValue(window, ref at, _idSize))
            {
                return false;
            }
        }

        if (!TryReadCount(window, ref at, out var fieldCount))
        {
            return false;
        }

        fields = at;
        length = at + (fieldCount * (_idSize + 1));
        RequireInside(length, "A class");
        return window.Length >= length;
    }

    private bool TryReadCount(ReadOnlySpan<byte> window, ref int at, out int count)
    {
        RequireInside(at + 2, "A class");
        count = 0;
        if (window.Length < at + 2)
        {
            return false;
        }

        count = BinaryPrimitives.ReadUInt16BigEndian(window[at..]);
        at += 2;
        return true;
    }

    // A constant or static field: something, a type, and a value of that type.
    private bool TryPassValue(ReadOnlySpan<byte> window, ref int at, int before)
    {
        RequireInside(at + before + 1, "A class");
        if (window.Length < at + before + 1)
        {
            return false;
        }

        at += before + 1 + SizeOf(window[at + before], at + before);
        RequireInside(at, "A class");
        return window.Length >= at;
    }

    // The offset behind the value whose type is at the given one.
    private int Value(Span<byte> window, int at)
    {
        var type = window[at];
        var size = SizeOf(type, at);
        if (_redaction == HprofRedaction.ContentAndFields && type != ObjectType)
        {
            window.Slice(at + 1, size).Clear();
        }

        return at + 1 + size;
    }

    private ClassLayout Layout(ulong super, ReadOnlySpan<byte> window, int from, int to)
    {
        var blanks = new List<(int Offset, int Length)>();
        var size = 0;
        for (var at = from; at < to; at += _idSize + 1)
        {
            var name = Id(window[at..]);
            var type = window[at + _idSize];
            var length = SizeOf(type, at + _idSize);
            _symbols?.Name(name);
            if (IsBlanked(name, type))
            {
                Add(blanks, size, length);
            }

            size += length;
        }

        return new ClassLayout(super, size, [.. blanks]);
    }

    private bool IsBlanked(ulong name, byte type) => _redaction switch
    {
        HprofRedaction.ContentAndFields => type != ObjectType,
        HprofRedaction.Content => type == IntType && name == _hashName && name != 0,
        _ => false,
    };

    private static void Add(List<(int Offset, int Length)> blanks, int offset, int length)
    {
        if (blanks.Count > 0 && blanks[^1].Offset + blanks[^1].Length == offset)
        {
            blanks[^1] = (blanks[^1].Offset, blanks[^1].Length + length);
        }
        else
        {
            blanks.Add((offset, length));
        }
    }
}
