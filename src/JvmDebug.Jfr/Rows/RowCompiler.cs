using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.Rows;

/// <summary>Turns the wanted paths and a type's declaration into the steps of a <see cref="RowPlan"/>.</summary>
internal sealed class RowCompiler
{
    private readonly Dictionary<string, List<int>> _wanted = new(StringComparer.Ordinal);
    private readonly ValueDescriptor?[] _fields;
    private readonly List<RowOperation> _operations = [];
    private readonly HashSet<int> _ticks = [];
    private int _lastRead;

    public RowCompiler(IReadOnlyList<string> paths, ValueDescriptor?[] fields)
    {
        _fields = fields;
        for (var i = 0; i < paths.Count; i++)
        {
            Want(paths[i], i);
        }

        Want("startTime", paths.Count);
        Want("duration", paths.Count + 1);
    }

    public RowOperation[] Compile(TypeDescriptor type)
    {
        Fields(type, "");
        return [.. Missing().Concat(_operations.Take(_lastRead))];
    }

    /// <summary>A time nobody has asked for as a field is left as it is written.</summary>
    public bool LeavesTicks(int slot) => _ticks.Contains(slot);

    private IEnumerable<RowOperation> Missing() => _wanted.Values.SelectMany(slots => slots)
        .Except(_operations.Take(_lastRead).Where(operation => operation.Code is not (RowCode.SkipVarints or RowCode.SkipBytes or RowCode.SkipField)).Select(operation => operation.Slot))
        .Select(slot => new RowOperation(RowCode.Zero, slot, 0, null));

    private void Want(string path, int slot)
    {
        if (!_wanted.TryGetValue(path, out var slots))
        {
            _wanted[path] = slots = [];
        }

        slots.Add(slot);
    }

    private void Fields(TypeDescriptor type, string prefix)
    {
        foreach (var field in type.Fields)
        {
            var path = prefix + field.Name;
            var isStruct = field is { IsPooled: false, IsArray: false, Type.Kind: ValueKind.Struct };
            if (_wanted.TryGetValue(path, out var slots))
            {
                Read(field, slots, isStruct);
            }

            if (isStruct && _wanted.Keys.Any(wanted => wanted.StartsWith(path + ".", StringComparison.Ordinal)))
            {
                Fields(field.Type, path + ".");
            }
            else if (slots is null || CodeOf(field) == RowCode.Position)
            {
                Skip(field);
            }
        }
    }

    private void Read(ValueDescriptor field, List<int> slots, bool isStruct)
    {
        var code = isStruct ? RowCode.Position : CodeOf(field);
        if (code is RowCode.InstantTicks or RowCode.SpanTicks && slots is [var only] && only >= _fields.Length)
        {
            _ticks.Add(only);
            code = RowCode.Long;
        }

        Add(new RowOperation(code, slots[0], 0, field));
        foreach (var copy in slots.Skip(1))
        {
            Add(new RowOperation(RowCode.Copy, copy, slots[0], null));
        }

        foreach (var slot in slots.Where(slot => slot < _fields.Length))
        {
            _fields[slot] = field;
        }
    }

    private void Add(RowOperation operation)
    {
        _operations.Add(operation);
        _lastRead = _operations.Count;
    }

    private void Skip(ValueDescriptor field)
    {
        var (code, count) = field switch
        {
            { IsArray: true } => (RowCode.SkipField, 0),
            { IsPooled: true } => (RowCode.SkipVarints, 1),
            _ => field.Type.Kind switch
            {
                ValueKind.Short or ValueKind.Char or ValueKind.Int or ValueKind.Long => (RowCode.SkipVarints, 1),
                ValueKind.Byte or ValueKind.Boolean => (RowCode.SkipBytes, 1),
                ValueKind.Float => (RowCode.SkipBytes, 4),
                ValueKind.Double => (RowCode.SkipBytes, 8),
                _ => (RowCode.SkipField, 0),
            },
        };

        if (code != RowCode.SkipField && _operations is [.., var last] && last.Code == code)
        {
            _operations[^1] = last with { Count = last.Count + count };
        }
        else
        {
            _operations.Add(new RowOperation(code, 0, count, field));
        }
    }

    private static RowCode CodeOf(ValueDescriptor field)
    {
        if (field.IsArray)
        {
            return RowCode.Position;
        }

        if (field.IsPooled)
        {
            return RowCode.Long;
        }

        if (field.Unit is ValueUnit.Timestamp or ValueUnit.Timespan && field.Type.Kind is ValueKind.Long or ValueKind.Int or ValueKind.Short)
        {
            return field switch
            {
                { Scale: TimeScale.Ticks, Type.Kind: ValueKind.Long, Name: "startTime" } => RowCode.InstantTicks,
                { Scale: TimeScale.Ticks, Type.Kind: ValueKind.Long, Name: "duration" } => RowCode.SpanTicks,
                _ => RowCode.Time,
            };
        }

        return field.Type.Kind switch
        {
            ValueKind.Long => RowCode.Long,
            ValueKind.Int => field.IsUnsigned ? RowCode.UnsignedInt : RowCode.Int,
            ValueKind.Short => field.IsUnsigned ? RowCode.UnsignedShort : RowCode.Short,
            ValueKind.Char => RowCode.UnsignedShort,
            ValueKind.Byte => field.IsUnsigned ? RowCode.UnsignedByte : RowCode.Byte,
            ValueKind.Boolean => RowCode.UnsignedByte,
            ValueKind.Float => RowCode.Float,
            ValueKind.Double => RowCode.Double,
            _ => RowCode.Position,
        };
    }
}
