namespace JvmDebug.Jfr;

/// <summary>A recording is damaged or not a recording: what was wrong, and at which byte.</summary>
public sealed class JfrFormatException : Exception
{
    public JfrFormatException(string message, long offset)
        : base($"{message} (at byte {offset})") => (What, Offset) = (message, offset);

    /// <summary>The same finding, thrown on by a reader that found it on another thread.</summary>
    public JfrFormatException(JfrFormatException inner)
        : base(inner?.Message, inner) => (What, Offset) = (inner?.What ?? "", inner?.Offset ?? 0);

    /// <summary>The same finding, with the file that it was found in.</summary>
    internal JfrFormatException(string path, JfrFormatException inner)
        : base($"{path}: {inner.Message}", inner) => (What, Offset) = (inner.What, inner.Offset);

    /// <summary>The message without file and offset.</summary>
    public string What { get; }

    /// <summary>Offset in bytes from the start of the file.</summary>
    public long Offset { get; }
}
