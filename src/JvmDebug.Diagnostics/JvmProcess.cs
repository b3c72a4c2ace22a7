namespace JvmDebug.Diagnostics;

/// <summary>
/// One JVM as <c>/proc</c> shows it in the debug container. <paramref name="Pid"/> is the number there,
/// <paramref name="NamespacePid"/> the JVM's own <c>getpid()</c>, which names its attach socket.
/// </summary>
/// <param name="Java">The JDK's release as <c>17.0.12</c>, from the <c>release</c> file or libjvm; null if it cannot be read.</param>
/// <param name="MainClass">Main class, jar or module as on the command line, a native image's own file; null if the command line is empty.</param>
/// <param name="CannotAttach">Why an attach cannot work, in words fit for the user; null if it can.</param>
public sealed record JvmProcess(
    int Pid,
    int NamespacePid,
    long Uid,
    long Gid,
    string? Java,
    string? MainClass,
    string CommandLine,
    string? CannotAttach)
{
    public JvmKind Kind { get; init; }
}
