namespace JvmDebug.Jfr;

/// <summary>A part of a recording that could not be read, while the rest of it was.</summary>
/// <param name="Offset">Where the lost part begins, in bytes from the start of the file.</param>
/// <param name="Message">What was lost and why, fit for a user.</param>
public sealed record Loss(long Offset, string Message)
{
    public override string ToString() => $"{Message} (at byte {Offset})";
}
