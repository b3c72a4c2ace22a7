namespace JvmDebug.Jfr;

/// <summary>A recording is damaged or not a recording: what was wrong, and at which byte.</summary>
public sealed class JfrFormatException(string message, long offset, Exception? innerException = null)
    : Exception($"{message} (at byte {offset})", innerException)
{
    /// <summary>Offset in bytes from the start of the file.</summary>
    public long Offset { get; } = offset;
}
