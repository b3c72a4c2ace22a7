namespace JvmDebug.Diagnostics.Doctor;

/// <summary>How one check of the doctor's came out. In ascending order of gravity: the worst of a report is its maximum.</summary>
public enum Outcome
{
    /// <summary>Nothing stands in the way there.</summary>
    Ok,

    /// <summary>It may stand in the way, or of some commands only; the exit code stays 0.</summary>
    Warning,

    /// <summary>No command comes past it; the exit code says on which <see cref="Side"/>.</summary>
    Fail,
}

/// <summary>Where a finding has to be cured.</summary>
public enum Side
{
    Cluster,
    Jvm,
}

/// <summary>One line of the doctor's report.</summary>
/// <param name="Check">What was looked at, as one word that stays the same.</param>
/// <param name="Message">What is so, or the cause.</param>
/// <param name="Fix">What cures it, ready to be pasted: a manifest, a line of one, a flag, a command. Null if nothing is to be done.</param>
public sealed record Finding(string Check, Outcome Outcome, Side Side, string Message, string? Fix = null)
{
    internal static Finding Good(string check, Side side, string message) => new(check, Outcome.Ok, side, message);

    internal static Finding Doubt(string check, Side side, string message, string? fix = null) => new(check, Outcome.Warning, side, message, fix);

    internal static Finding Bad(string check, Side side, string message, string? fix = null) => new(check, Outcome.Fail, side, message, fix);
}
