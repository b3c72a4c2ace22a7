using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Rows;

/// <summary>
/// How the fields of a selection are decoded from the events of one type, compiled from the metadata once for all chunks that
/// share it. It ends with the last wanted field; the rest of the event is never looked at.
/// </summary>
internal sealed class RowPlan
{
    private readonly RowOperation[] _operations;
    private readonly FieldForm[] _forms;

    public RowPlan(int consumer, int selection, TypeDescriptor type, IReadOnlyList<string> fields)
    {
        (Consumer, Selection, Type) = (consumer, selection, type);
        Fields = new ValueDescriptor?[fields.Count];
        var compiler = new RowCompiler(fields, Fields);
        _operations = compiler.Compile(type);
        _forms = [.. Fields.Select(FormOf)];
        (IsStartInTicks, IsDurationInTicks) = (compiler.LeavesTicks(StartSlot), compiler.LeavesTicks(DurationSlot));
    }

    public int Consumer { get; }

    public int Selection { get; }

    public TypeDescriptor Type { get; }

    /// <summary>Null where the type has no such field.</summary>
    public ValueDescriptor?[] Fields { get; }

    /// <summary>Behind those of the fields.</summary>
    public int StartSlot => Fields.Length;

    public int DurationSlot => Fields.Length + 1;

    /// <summary>Their slots hold ticks: most events are counted without anybody asking when they were, and each conversion divides.</summary>
    public bool IsStartInTicks { get; }

    public bool IsDurationInTicks { get; }

    public FieldForm Form(int field) => _forms[field];

    public void Decode(ref ChunkCursor cursor, scoped Span<long> slots, TickClock clock)
    {
        foreach (ref readonly var operation in _operations.AsSpan())
        {
            switch (operation.Code)
            {
                case RowCode.SkipVarints:
                    cursor.SkipVarints(operation.Count);
                    break;
                case RowCode.SkipBytes:
                    cursor.Skip(operation.Count);
                    break;
                case RowCode.SkipField:
                    ValueSkipper.SkipField(ref cursor, operation.Field!);
                    break;
                case RowCode.Long:
                    slots[operation.Slot] = cursor.ReadLong();
                    break;
                case RowCode.Int:
                    slots[operation.Slot] = cursor.ReadInt();
                    break;
                case RowCode.UnsignedInt:
                    slots[operation.Slot] = (uint)cursor.ReadVarint();
                    break;
                case RowCode.Short:
                    slots[operation.Slot] = (short)cursor.ReadVarint();
                    break;
                case RowCode.UnsignedShort:
                    slots[operation.Slot] = (ushort)cursor.ReadVarint();
                    break;
                case RowCode.Byte:
                    slots[operation.Slot] = (sbyte)cursor.ReadByte();
                    break;
                case RowCode.UnsignedByte:
                    slots[operation.Slot] = cursor.ReadByte();
                    break;
                case RowCode.Float:
                    slots[operation.Slot] = BitConverter.DoubleToInt64Bits(cursor.ReadFloat());
                    break;
                case RowCode.Double:
                    slots[operation.Slot] = BitConverter.DoubleToInt64Bits(cursor.ReadDouble());
                    break;
                case RowCode.InstantTicks:
                    slots[operation.Slot] = clock.Instant(cursor.ReadLong());
                    break;
                case RowCode.SpanTicks:
                    slots[operation.Slot] = clock.Span(cursor.ReadLong());
                    break;
                case RowCode.Time:
                    slots[operation.Slot] = clock.Nanos(ReadInteger(ref cursor, operation.Field!), operation.Field!.Unit, operation.Field.Scale);
                    break;
                case RowCode.Position:
                    slots[operation.Slot] = cursor.Position;
                    break;
                case RowCode.Copy:
                    slots[operation.Slot] = slots[operation.Count];
                    break;
                case RowCode.Zero:
                    slots[operation.Slot] = 0;
                    break;
            }
        }
    }

    private static FieldForm FormOf(ValueDescriptor? field) => field switch
    {
        null => FieldForm.Missing,
        { IsPooled: true } or { IsArray: true } or { Type.Kind: ValueKind.Text or ValueKind.Struct or ValueKind.Undeclared } => FieldForm.Other,
        { Type.Kind: ValueKind.Float or ValueKind.Double } => FieldForm.Floating,
        _ => FieldForm.Integer,
    };

    private static long ReadInteger(ref ChunkCursor cursor, ValueDescriptor field) => field.Type.Kind switch
    {
        ValueKind.Long => cursor.ReadLong(),
        ValueKind.Int => field.IsUnsigned ? (uint)cursor.ReadVarint() : cursor.ReadInt(),
        ValueKind.Short => (short)cursor.ReadVarint(),
        ValueKind.Char => (char)cursor.ReadVarint(),
        _ => (sbyte)cursor.ReadByte(),
    };
}

/// <summary>What the slot of a field holds.</summary>
internal enum FieldForm
{
    /// <summary>Nothing: the type has no such field.</summary>
    Missing,

    Integer,

    /// <summary>The bits of a double.</summary>
    Floating,

    /// <summary>A constant's key, or where an array, a text or a struct begins.</summary>
    Other,
}
