using JvmDebug.Kubernetes;
using k8s.Models;

namespace JvmDebug.Diagnostics.DryRuns;

/// <summary>What a command would do to a pod, up to the first word of the JVM, on which the rest depends.</summary>
public sealed record DryRunPlan
{
    public required ContainerRef Target { get; init; }

    public required DebugWay Way { get; init; }

    /// <summary>The debug container of ours that runs there and would be used; null if there is none.</summary>
    public ContainerRef? Reused { get; init; }

    /// <summary>The ephemeral container that would be added; the API server was asked and would admit it. Null if none would be.</summary>
    public V1EphemeralContainer? Added { get; init; }

    /// <summary>The copy of the pod that would be made; null if none would be.</summary>
    public V1Pod? Copy { get; init; }

    /// <summary>The first operation of the script, which goes in on standard input.</summary>
    public string Operation { get; init; } = "";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Of the script.</summary>
    public int ScriptBytes { get; init; }

    /// <summary>What that means to the JVM and its files; <c>PID</c>, <c>PLACE</c> are what the script finds there.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}
