namespace JvmDebug.Jfr;

/// <summary>What a view says of some recordings.</summary>
/// <param name="Tables">One a JVM, with the same columns, in the order in which the JVMs occur; at least one.</param>
/// <param name="Losses">What of the recordings could not be read.</param>
public sealed record ViewAnswer(IReadOnlyList<ViewTable> Tables, IReadOnlyList<Loss> Losses);

/// <summary>A JVM that recordings are of.</summary>
/// <param name="Pid">In its own container; null if the recordings do not say.</param>
/// <param name="Started">UTC; null if the recordings do not say.</param>
/// <param name="Files">That hold something of it.</param>
public sealed record ViewJvm(long? Pid, DateTimeOffset? Started, IReadOnlyList<string> Files);
