namespace JvmDebug.Hprof;

/// <summary>A heap dump is damaged, cut off, or not a heap dump: what was wrong, and at which byte.</summary>
public sealed class HprofException(string message, long offset) : Exception($"{message} (at byte {offset})")
{
    /// <summary>Offset in bytes from the start of the dump, decompressed if it was compressed.</summary>
    public long Offset { get; } = offset;
}
