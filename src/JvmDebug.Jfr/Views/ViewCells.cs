namespace JvmDebug.Jfr;

/// <summary>Takes cells out of rows of one chunk; what is behind a constant-pool key is made once a key.</summary>
internal sealed class ViewCells(RecordingChunk chunk)
{
    private readonly Dictionary<(ValueDescriptor Field, string Path, ulong Key), object?> _known = [];
    private readonly Dictionary<ulong, object?> _methods = [];

    /// <returns>False if the event has no such field.</returns>
    public bool TryGet(in EventRow row, ViewBinding.Field field, out object? cell, out ValueUnit unit)
    {
        (cell, unit) = (null, ValueUnit.None);
        if (field.IsEventType)
        {
            cell = new NamedValue(row.EventType.Label ?? row.EventType.Name, row.EventType.Name);
            return true;
        }

        if (row.Field(field.Slot) is not { } descriptor)
        {
            return false;
        }

        unit = field.Rest.Length == 0 ? descriptor.Unit : ValueUnit.None;
        if (descriptor is { IsPooled: true, IsArray: false })
        {
            var key = (descriptor, field.Rest, row.GetKey(field.Slot));
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
            cell = chunk.FindEventType(id) is { } type ? new NamedValue(type.Label ?? type.Name, type.Name) : cell;
        }

        return true;
    }

    // Without the objects of all the other frames.
    private bool TopFrame((ValueDescriptor, string, ulong Key) key, out object? cell)
    {
        cell = null;
        if (chunk.TryReadTopFrame(key.Key, out var frame) && !_methods.TryGetValue(frame.Method, out cell))
        {
            _methods[frame.Method] = cell = chunk.GetMethod(frame.Method) is { } method ? JavaNames.Method(method) : null;
        }

        _known[key] = cell;
        return true;
    }
}
