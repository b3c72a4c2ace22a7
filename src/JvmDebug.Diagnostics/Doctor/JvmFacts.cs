using System.Globalization;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>What doctor.sh saw of one JVM from inside its pod. Sizes in bytes; null is "cannot be told".</summary>
internal sealed record JvmFacts
{
    public required JvmScan Scan { get; init; }

    public required string Container { get; init; }

    /// <summary>The container it was looked at from.</summary>
    public required string Debugger { get; init; }

    /// <summary>What the debug container asks setpriv for to reach the JVM: its uid, gid and other groups; null if it does not.</summary>
    public string? TakesIdentity { get; init; }

    /// <summary>"arguments" or a variable's name.</summary>
    public string? AttachDisabledIn { get; init; }

    public string? RecorderOffIn { get; init; }

    /// <summary>Where a recording would be written, and the room there.</summary>
    public string Place { get; init; } = "/tmp";

    public long? Room { get; init; }

    public IReadOnlyList<string> Leftovers { get; init; } = [];

    public bool? HasRecorder { get; init; }

    public long? Resident { get; init; }

    /// <summary>Below the container's limit; null if it has none.</summary>
    public long? MemoryLeft { get; init; }

    /// <summary>What the attach takes at its peak.</summary>
    public long? MemoryNeeded { get; init; }

    /// <summary>What carried the attach; null if none was made.</summary>
    public string? Tool { get; init; }

    /// <summary>The attach could be made and nothing answered.</summary>
    public bool Hung { get; init; }

    /// <summary>From GC.heap_info.</summary>
    public long? HeapUsed { get; init; }

    /// <summary>What JFR.check said.</summary>
    public string? Recordings { get; init; }

    /// <summary>The file systems a heap dump may go to (<see cref="HeapDumpPlan.StatsIn"/>).</summary>
    public IReadOnlyList<string?> HeapDumpPlaces { get; init; } = [];

    /// <summary>What <c>heap dump</c> would reckon with; null if the heap's size cannot be told. A JVM that does not say it (JDK 8) holds no more than is resident.</summary>
    public HeapDumpPlan? HeapDump(ClusterFacts facts) =>
        (HeapUsed ?? Resident) is { } used ? HeapDumpPlan.Of(facts.HeapDump, used, HeapDumpPlaces, includeUnreachable: false) : null;

    public static JvmFacts Of(ScriptReply reply, string container, string debugger) => new()
    {
        Scan = reply.Jvms[^1],
        Container = container,
        Debugger = debugger,
        // It becomes part of a command that is pasted, and in mode exec the target's own programs say it.
        TakesIdentity = reply["takes-identity"] is { } identity && identity.All(c => char.IsAsciiDigit(c) || c is ' ' or ',' or '-') ? identity : null,
        AttachDisabledIn = reply["DisableAttachMechanism"],
        RecorderOffIn = reply["FlightRecorder"],
        Place = reply["place"] ?? "/tmp",
        Room = reply.Number("room") * 1024,
        Leftovers = (reply["leftovers"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        HasRecorder = reply["recorder"] switch { "yes" => true, "no" => false, _ => null },
        Resident = reply.Number("resident") * 1024,
        MemoryLeft = reply.Number("memory") * 1024,
    };

    public JvmFacts WithHeap(ScriptReply reply) => this with
    {
        // no-memory TOOL NEEDED-KB LEFT-KB: it was not started.
        Tool = reply["tool"] ?? (reply.ErrorCode == "no-memory" ? reply.ErrorText.Split(' ')[0] : null),
        MemoryNeeded = (reply.Number("needed") ?? (reply.ErrorCode == "no-memory" && reply.ErrorText.Split(' ') is [_, var needed, _] && long.TryParse(needed, NumberStyles.None, CultureInfo.InvariantCulture, out var kb) ? kb : null)) * 1024,
        Hung = reply.ErrorCode == "no-answer" || reply["hung"] is not null,
        HeapUsed = JcmdOutput.HeapUsed(reply.Output),
    };

    public JvmFacts WithRecordings(ScriptReply reply) => reply.Output.Length == 0 ? this : this with { Recordings = reply.Output };
}
