using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.ConstantPools;

/// <summary>A value known by its key. Resolved when asked for: class and class loader, group and parent lead in circles.</summary>
internal sealed class PoolReference(ChunkConstants constants, TypeDescriptor type, ulong key)
{
    private bool _resolved;
    private object? _value;

    public ulong Key { get; } = key;

    public object? Value
    {
        get
        {
            if (!_resolved)
            {
                _resolved = true;
                _value = constants.Decode(type, Key);
            }

            return _value;
        }
    }
}
