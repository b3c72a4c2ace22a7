namespace JvmDebug.Jfr;

/// <summary>Takes cells out of rows of one chunk; what is behind a constant-pool key is made once a key.</summary>
internal sealed class ViewCells(RecordingChunk chunk)
{
    private readonly Dictionary<Constant, object?> _known = [];
    private readonly Dictionary<EventType, NamedValue> _types = [];

    /// <returns>False if the event has no such field.</returns>
    public bool TryGet(in EventRow row, ViewBinding.Field field, out object? cell, out ValueUnit unit)
    {
        (cell, unit) = (null, ValueUnit.None);
        if (field.IsEventType)
        {
            cell = Of(row.EventType);
            return true;
        }

        if (row.Field(field.Slot) is not { } descriptor)
        {
            return false;
        }

        unit = field.Rest.Length == 0 ? descriptor.Unit : ValueUnit.None;
        if (descriptor is { IsPooled: true, IsArray: false })
        {
            var key = new Constant(descriptor, field.Rest, row.GetKey(field.Slot));
            if (!_known.TryGetValue(key, out cell))
            {
                if (field.Rest == "topFrame")
                {
                    return TopFrame(key, out cell);
                }

                var value = row.GetValue(field.Slot);
                cell = ViewValues.Cell(ViewValues.Follow(value, field.Rest));
                // Many loaders have one class; a loader keeps its key for the life of its JVM.
                _known[key] = cell = value is RecordedClassLoader && cell is string name ? new NamedValue(name, $"{name} {row.GetKey(field.Slot)}") : cell;
            }

            return true;
        }

        cell = ViewValues.Cell(ViewValues.Follow(row.GetValue(field.Slot), field.Rest));
        if (field.Name == "id" && row.EventType.Name == "jdk.ActiveSetting" && cell is long id)
        {
            cell = chunk.FindEventType(id) is { } type ? Of(type) : cell;
        }

        return true;
    }

    // Without the objects of all the other frames.
    private bool TopFrame(Constant stack, out object? cell)
    {
        _known[stack] = cell = chunk.TryReadTopFrame(stack.Key, out var frame) ? chunk.GetMethodName(frame.Method)?.Signature : null;
        return true;
    }

    private NamedValue Of(EventType type)
    {
        if (!_types.TryGetValue(type, out var value))
        {
            _types[type] = value = new NamedValue(type.Label ?? type.Name, type.Name);
        }

        return value;
    }

    private readonly record struct Constant(ValueDescriptor Field, string Path, ulong Key)
    {
        // Of one chunk and one query most differ in the key alone.
        public override int GetHashCode() => Key.GetHashCode() ^ Path.Length;
    }
}
