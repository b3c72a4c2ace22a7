using System.Buffers.Binary;

namespace JvmDebug.Hprof;

// Sub-records of HEAP DUMP and HEAP DUMP SEGMENT: u1 tag, then
//
//   FF ROOT UNKNOWN   id                          01 ROOT JNI GLOBAL     id; id reference
//   02 ROOT JNI LOCAL id; u4 thread; u4 frame     03 ROOT JAVA FRAME     id; u4 thread; u4 frame
//   04 ROOT NATIVE STACK   id; u4 thread          05 ROOT STICKY CLASS   id
//   06 ROOT THREAD BLOCK   id; u4 thread          07 ROOT MONITOR USED   id
//   08 ROOT THREAD OBJECT  id; u4 thread; u4 trace
//   20 CLASS DUMP     id class; u4 trace; id superclass, loader, signers, domain, reserved, reserved; u4 instance size;
//                     u2 n; n (u2 index; u1 type; value)      constant pool, empty in HotSpot's dumps
//                     u2 n; n (id name; u1 type; value)       static fields
//                     u2 n; n (id name; u1 type)              instance fields, without the superclasses'
//   21 INSTANCE DUMP  id; u4 trace; id class; u4 length; values of the class's fields, then the superclass's ...
//   22 OBJECT ARRAY   id; u4 trace; u4 n; id class; n id
//   23 PRIMITIVE ARRAY  id; u4 trace; u4 n; u1 type; n values
//
// type: 2 object (an id), 4 boolean (1 byte), 5 char (2), 6 float (4), 7 double (8), 8 byte (1), 9 short (2), 10 int (4),
// 11 long (8)
public sealed partial class HprofFilter
{
    private const byte ObjectType = 2;
    private const byte IntType = 10;

    // A class file has room for 65,535 fields, its constant pool for fewer; no hierarchy that anybody wrote comes near. An object is
    // held until it is whole, so what it announces must not decide how much memory that takes.
    private const int LargestObject = 16 << 20;

    private bool _blankElements;
    private long _instances;
    private long _objectArrays;
    private long _primitiveArrays;
    private long _roots;
    private long _arrayBytes;
    private long _blankedObjects;

    private int SubRecord(Span<byte> window)
    {
        if (window.IsEmpty)
        {
            return 0;
        }

        var step = window[0] switch
        {
            0x21 => Instance(window),
            0x23 => PrimitiveArray(window),
            0x22 => ObjectArray(window),
            0x20 => ClassDump(window),
            var tag => Root(window, tag),
        };
        if (step > 0 && _state == State.SubRecord && _position + step == _recordEnd)
        {
            _state = State.Record;
        }

        return step;
    }

    private int Root(ReadOnlySpan<byte> window, byte tag)
    {
        var length = 1 + tag switch
        {
            0xFF or 0x05 or 0x07 => _idSize,
            0x01 => 2 * _idSize,
            0x02 or 0x03 or 0x08 => _idSize + 8,
            0x04 or 0x06 => _idSize + 4,
            _ => throw Damaged($"No sub-record of a heap dump has the tag 0x{tag:X2}"),
        };
        RequireInside(length, "A root");
        if (window.Length < length)
        {
            return 0;
        }

        _roots++;
        return length;
    }

    private int Instance(Span<byte> window)
    {
        var header = 9 + (2 * _idSize);
        RequireInside(header, "An object");
        if (window.Length < header)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(window[(5 + (2 * _idSize))..]);
        RequireInside(header + length, "An object");
        if (_classes.Resolve(Id(window[(5 + _idSize)..])) is not { } layout)
        {
            return InstanceOfUnknownClass(header, length);
        }

        if (layout.Size != length)
        {
            throw Damaged($"An object has {length} bytes of fields and its class {layout.Size}", 5 + (2 * _idSize));
        }

        if (length > LargestObject)
        {
            throw Damaged($"An object cannot have {length} bytes of fields", 5 + (2 * _idSize));
        }

        if (window.Length < header + length)
        {
            return 0;
        }

        Blank(window[header..], layout);

        ObjectsBegin();
        _instances++;
        return header + (int)length;
    }

    private static void Blank(Span<byte> fields, ClassLayout layout)
    {
        for (var level = layout; level is not null; level = level.Above)
        {
            foreach (var (offset, count) in level.Blanks)
            {
                fields.Slice(offset, count).Clear();
            }

            fields = fields[level.OwnSize..];
        }
    }

    private int InstanceOfUnknownClass(int header, uint length)
    {
        _blankedObjects++;
        _instances++;
        return Elements(header, length, blank: true);
    }

    private int ObjectArray(ReadOnlySpan<byte> window)
    {
        var header = 9 + (2 * _idSize);
        RequireInside(header, "An array");
        if (window.Length < header)
        {
            return 0;
        }

        var length = (long)BinaryPrimitives.ReadUInt32BigEndian(window[(5 + _idSize)..]) * _idSize;
        RequireInside(header + length, "An array");
        _objectArrays++;
        return Elements(header, length, blank: false);
    }

    private int PrimitiveArray(ReadOnlySpan<byte> window)
    {
        var header = 10 + _idSize;
        RequireInside(header, "An array");
        if (window.Length < header)
        {
            return 0;
        }

        var type = window[header - 1];
        if (type == ObjectType)
        {
            throw Damaged("A primitive array cannot have objects as elements", header - 1);
        }

        var length = (long)BinaryPrimitives.ReadUInt32BigEndian(window[(5 + _idSize)..]) * SizeOf(type, header - 1);
        RequireInside(header + length, "An array");
        _primitiveArrays++;
        _arrayBytes += length;
        return Elements(header, length, blank: true);
    }

    // Elements are passed on as they come: an array can be larger than any window.
    private int Elements(int header, long length, bool blank)
    {
        ObjectsBegin();
        (_skip, _blankElements) = (length, blank && _redaction != HprofRedaction.None);
        _state = length > 0 ? State.ArrayElements : State.SubRecord;
        return header;
    }

    private int ArrayElements(Span<byte> window)
    {
        var count = (int)Math.Min(window.Length, _skip);
        if (_blankElements)
        {
            window[..count].Clear();
        }

        return Skip(window);
    }

    private void ObjectsBegin() => _symbols?.Decide();

    private void RequireInside(long length, string what)
    {
        if (_position + length > _recordEnd)
        {
            throw Damaged($"{what} of {length} bytes reaches beyond the end of its {RecordName(_tag)} record at byte {_recordEnd}");
        }
    }

    private int SizeOf(byte type, int at) => type switch
    {
        ObjectType => _idSize,
        4 or 8 => 1,
        5 or 9 => 2,
        6 or IntType => 4,
        7 or 11 => 8,
        _ => throw Damaged($"No type has the number {type}", at),
    };
}
