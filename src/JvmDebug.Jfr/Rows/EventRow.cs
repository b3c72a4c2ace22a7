using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Rows;

namespace JvmDebug.Jfr;

/// <summary>An event as a consumer gets it: the fields of its selection, by their number there.</summary>
public readonly ref struct EventRow
{
    private readonly RowBuffer _row;

    internal EventRow(RowBuffer row) => _row = row;

    /// <summary>Which of the consumer's selections this is an event of.</summary>
    public int Selection => _row.Plan.Selection;

    public EventType EventType => _row.Plan.Type.EventType;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long StartNanos => _row.StartNanos;

    /// <summary>0 for a type without a duration.</summary>
    public long DurationNanos => _row.DurationNanos;

    public long EndNanos => StartNanos + DurationNanos;

    /// <summary>The declaration of a field in this chunk; null if its type has no such field.</summary>
    public ValueDescriptor? Field(int field) => _row.Plan.Fields[field];

    /// <summary>This chunk's type has the field.</summary>
    public bool Has(int field) => _row.Plan.Form(field) != FieldForm.Missing;

    /// <summary>
    /// An integer, 0 or 1 of a boolean; a time in nanoseconds whatever it was written in, since the Unix epoch for a timestamp
    /// (<c>long.MinValue</c> not available, <c>long.MaxValue</c> for ever). 0 if the type has no such field.
    /// </summary>
    public long GetLong(int field) => _row.Plan.Form(field) == FieldForm.Floating ? (long)BitConverter.Int64BitsToDouble(_row.Slots[field]) : _row.Slots[field];

    /// <summary>A number of any kind; NaN if the type has no such field.</summary>
    public double GetDouble(int field) => _row.Plan.Form(field) switch
    {
        FieldForm.Floating => BitConverter.Int64BitsToDouble(_row.Slots[field]),
        FieldForm.Missing => double.NaN,
        _ => _row.Slots[field],
    };

    /// <summary>A number in the event itself, for <see cref="GetLong"/> or <see cref="GetDouble"/>: no constant, no text, no struct.</summary>
    public bool IsNumber(int field) => _row.Plan.Form(field) is FieldForm.Integer or FieldForm.Floating;

    public bool GetBoolean(int field) => _row.Slots[field] != 0;

    /// <summary>The constant-pool key of a thread, a class, a stack trace ...; 0 if the type has no such field. See <see cref="RecordingChunk"/>.</summary>
    public ulong GetKey(int field) => unchecked((ulong)_row.Slots[field]);

    /// <summary>
    /// The text of a field that holds text, or an enumeration (<c>jdk.types.GCCause</c>); null for any other. It is decoded on
    /// every call: where texts repeat, count by <see cref="GetKey"/> and resolve at the end.
    /// </summary>
    public string? GetString(int field) => GetValue(field) as string;

    /// <summary>
    /// Numbers as <see cref="GetLong"/> or <see cref="GetDouble"/> give them; a char as such; text, structs, constants and arrays in the form
    /// of the generic level; null if the type has no such field.
    /// </summary>
    public object? GetValue(int field)
    {
        if (_row.Plan.Fields[field] is not { } descriptor)
        {
            return null;
        }

        if (!descriptor.IsArray)
        {
            if (descriptor.IsPooled)
            {
                return _row.Constants.Resolve(descriptor.Type, GetKey(field));
            }

            switch (descriptor.Type.Kind)
            {
                case ValueKind.Boolean:
                    return GetBoolean(field);
                case ValueKind.Float or ValueKind.Double:
                    return GetDouble(field);
                case ValueKind.Char:
                    return (char)GetLong(field);
                case not (ValueKind.Text or ValueKind.Struct):
                    return GetLong(field);
            }
        }

        // The slot of what has no fixed form holds where it begins.
        var cursor = _row.At(_row.Slots[field]);
        return ValueReader.Resolved(ValueReader.ReadField(ref cursor, descriptor, _row.Constants));
    }
}
