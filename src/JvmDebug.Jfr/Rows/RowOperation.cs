namespace JvmDebug.Jfr.Rows;

internal enum RowCode
{
    SkipVarints,
    SkipBytes,
    SkipField,
    Long,
    Int,
    UnsignedInt,
    Short,
    UnsignedShort,
    Byte,
    UnsignedByte,
    Float,
    Double,
    InstantTicks,
    SpanTicks,
    Time,

    /// <summary>Notes where the field begins and does not pass it.</summary>
    Position,

    /// <summary>From the slot <see cref="RowOperation.Count"/>: a field that is wanted twice.</summary>
    Copy,

    /// <summary>A field that the type does not have: the slot still holds another event's.</summary>
    Zero,
}

/// <summary>One step of decoding a row.</summary>
/// <param name="Count">How many to skip.</param>
internal readonly record struct RowOperation(RowCode Code, int Slot, int Count, ValueDescriptor? Field);
