using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;
using JvmDebug.Jfr.Rows;

namespace JvmDebug.Jfr;

/// <summary>An event as a consumer gets it: the fields of its selection, by their number there.</summary>
public readonly ref struct EventRow
{
    private readonly ReadOnlySpan<long> _slots;
    private readonly ChunkCursor _fields;
    private readonly RowPlan _plan;
    private readonly ChunkConstants _constants;

    internal EventRow(RowPlan plan, ReadOnlySpan<long> slots, ChunkCursor fields, ChunkConstants constants, long startNanos, long durationNanos)
    {
        _plan = plan;
        _slots = slots;
        _fields = fields;
        _constants = constants;
        (StartNanos, DurationNanos) = (startNanos, durationNanos);
    }

    /// <summary>Which of the consumer's selections this is an event of.</summary>
    public int Selection => _plan.Selection;

    public EventType EventType => _plan.Type.EventType;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long StartNanos { get; }

    /// <summary>0 for a type without a duration.</summary>
    public long DurationNanos { get; }

    public long EndNanos => StartNanos + DurationNanos;

    /// <summary>The declaration of a field in this chunk; null if its type has no such field.</summary>
    public ValueDescriptor? Field(int field) => _plan.Fields[field];

    /// <summary>This chunk's type has the field.</summary>
    public bool Has(int field) => _plan.Fields[field] is not null;

    /// <summary>
    /// An integer, 0 or 1 of a boolean; a time in nanoseconds whatever it was written in, since the Unix epoch for a timestamp
    /// (<c>long.MinValue</c> not available, <c>long.MaxValue</c> for ever). 0 if the type has no such field.
    /// </summary>
    public long GetLong(int field) => _plan.IsFloating(field) ? (long)BitConverter.Int64BitsToDouble(_slots[field]) : _slots[field];

    /// <summary>A number of any kind; NaN if the type has no such field.</summary>
    public double GetDouble(int field) => _plan.IsFloating(field) ? BitConverter.Int64BitsToDouble(_slots[field]) : Has(field) ? _slots[field] : double.NaN;

    /// <summary>A number in the event itself, for <see cref="GetLong"/> or <see cref="GetDouble"/>: no constant, no text, no struct.</summary>
    public bool IsNumber(int field) => _plan.Fields[field] is { IsPooled: false, IsArray: false, Type.Kind: not (ValueKind.Text or ValueKind.Struct or ValueKind.Undeclared) };

    public bool GetBoolean(int field) => _slots[field] != 0;

    /// <summary>The constant-pool key of a thread, a class, a stack trace ...; 0 if the type has no such field. See <see cref="RecordingChunk"/>.</summary>
    public ulong GetKey(int field) => unchecked((ulong)_slots[field]);

    /// <summary>
    /// The text of a field that holds text, or an enumeration (<c>jdk.types.GCCause</c>); null for any other. It is decoded on
    /// every call: where texts repeat, count by <see cref="GetKey"/> and resolve at the end.
    /// </summary>
    public string? GetString(int field) => GetValue(field) as string;

    /// <summary>
    /// Numbers as <see cref="GetLong"/> or <see cref="GetDouble"/> give them; text, structs, constants and arrays in the form
    /// of the generic level; null if the type has no such field.
    /// </summary>
    public object? GetValue(int field)
    {
        if (_plan.Fields[field] is not { } descriptor)
        {
            return null;
        }

        if (!descriptor.IsArray)
        {
            if (descriptor.IsPooled)
            {
                return _constants.Resolve(descriptor.Type, GetKey(field));
            }

            switch (descriptor.Type.Kind)
            {
                case ValueKind.Boolean:
                    return GetBoolean(field);
                case ValueKind.Float or ValueKind.Double:
                    return GetDouble(field);
                case not (ValueKind.Text or ValueKind.Struct):
                    return GetLong(field);
            }
        }

        // The slot of what has no fixed form holds where it begins.
        var cursor = _fields.At(_slots[field]);
        return ValueReader.Resolved(ValueReader.ReadField(ref cursor, descriptor, _constants));
    }
}
