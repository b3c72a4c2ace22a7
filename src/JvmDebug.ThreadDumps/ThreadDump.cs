namespace JvmDebug.ThreadDumps;

/// <summary>Who wrote a dump, which decides what it can tell: states, locks and CPU times, or virtual threads.</summary>
public enum DumpFormat
{
    /// <summary>jstack, <c>jcmd Thread.print</c>, SIGQUIT: at a safepoint, with states and locks; of virtual threads at most those that are mounted.</summary>
    HotSpot,

    /// <summary><c>jcmd Thread.dump_to_file</c>: virtual threads that have no carrier as well; states and locks since JDK 25.</summary>
    FileText,

    /// <summary><c>jcmd Thread.dump_to_file -format=json</c>: the same, with the thread containers as a tree.</summary>
    FileJson,
}

/// <summary>All threads of one JVM at one moment (of a dump to a file: one after another).</summary>
public sealed record ThreadDump
{
    /// <summary>File it was read from.</summary>
    public required string Source { get; init; }

    /// <summary>Which one of that file, from 1.</summary>
    public required int Number { get; init; }

    public required DumpFormat Format { get; init; }

    /// <summary>As the dump has it: the JVM's local time before the HotSpot form, an ISO 8601 instant in the others.</summary>
    public string? Time { get; init; }

    /// <summary>Name, version and mode of the JVM.</summary>
    public string? Vm { get; init; }

    public long? ProcessId { get; init; }

    public required IReadOnlyList<DumpedThread> Threads { get; init; }

    /// <summary>Names of the threads of each deadlock that HotSpot itself printed.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ReportedDeadlocks { get; init; } = [];

    /// <summary>It has the section of owned synchronizers (<c>-l</c>), so the owners of java.util.concurrent locks are known.</summary>
    public bool HasSynchronizers { get; init; }

    /// <summary>It says who holds and who waits for which monitor: a dump to a file does since JDK 25, as it does of states.</summary>
    public bool HasMonitors => Format == DumpFormat.HotSpot || Threads.Any(thread => thread.State != JavaThreadState.Unknown);

    /// <summary>False if it ends before its end.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>What <c>jcmd</c>, a bundle or a person would call it.</summary>
    public string Label => FormattableString.Invariant($"{Path.GetFileName(Source)}{(Number > 1 ? $"#{Number}" : "")}");
}

/// <summary>What a file gave.</summary>
/// <param name="Dumps">In the order of the file.</param>
/// <param name="Problems">What could not be read and why, in sentences for the user.</param>
/// <param name="Bytes">Read, after decompression.</param>
public sealed record DumpFile(string Path, IReadOnlyList<ThreadDump> Dumps, IReadOnlyList<string> Problems, long Bytes);
