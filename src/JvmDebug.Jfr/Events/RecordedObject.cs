using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>
/// A value with fields: an event, or a struct in one. Fields are named by path, <c>sampledThread.javaName</c>; a part of the
/// path that is null makes the whole null. It stays valid when the recording is closed.
/// </summary>
public partial class RecordedObject
{
    private readonly object?[] _values;

    internal RecordedObject(TypeDescriptor type, object?[] values, ChunkConstants constants) =>
        (Declaration, _values, Constants) = (type, values, constants);

    /// <summary><c>jdk.types.VirtualSpace</c>, <c>java.lang.Thread</c>; of an event the event type's name.</summary>
    public string TypeName => Declaration.Name;

    /// <summary>In the order of the bytes.</summary>
    public IReadOnlyList<ValueDescriptor> Fields => Declaration.Fields;

    internal TypeDescriptor Declaration { get; }

    internal ChunkConstants Constants { get; }

    public bool HasField(string path) => FindField(path) is not null;

    /// <summary>The declaration of a field, or of a field's field; null if there is none of that name.</summary>
    public ValueDescriptor? FindField(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Declaration.FindField(path);
    }

    /// <summary>
    /// As it was written: bool, sbyte, char, short, int, long, float, double, string, <see cref="RecordedObject"/> or one of its
    /// kinds, <c>object?[]</c> for arrays, null. Times are not converted; see <see cref="GetNanos"/>.
    /// </summary>
    /// <returns>Null also where the type has no such field.</returns>
    public object? GetValue(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        object? value = this;
        foreach (var name in path.AsSpan().Split('.'))
        {
            if (value is not RecordedObject parent)
            {
                return null;
            }

            value = parent.Value(path.AsSpan()[name]);
        }

        return value;
    }

    /// <summary>The value of the field at an index of <see cref="Fields"/>.</summary>
    public object? GetValue(int index) => _values[index] switch
    {
        PoolReference reference => reference.Value,
        object?[] array when Declaration.Fields[index].IsPooled => Array.ConvertAll(array, ValueReader.Resolved),
        var value => value,
    };

    private protected object? Value(ReadOnlySpan<char> name)
    {
        var fields = Declaration.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            if (name.SequenceEqual(fields[i].Name))
            {
                return GetValue(i);
            }
        }

        return null;
    }
}
