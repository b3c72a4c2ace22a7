using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Cli;

/// <summary>What completion asks of the cluster or the kubeconfig: quick, and empty rather than failing.</summary>
internal sealed record CompletionHandlers
{
    /// <summary>Names of a kind of target, in the namespace.</summary>
    public required Func<GlobalSettings, TargetKind, CancellationToken, Task<IReadOnlyList<string>>> Targets { get; init; }

    public required Func<GlobalSettings, CancellationToken, Task<IReadOnlyList<string>>> Namespaces { get; init; }

    /// <summary>Of a target that was named, or of a selector.</summary>
    public required Func<GlobalSettings, (string? Name, string? Selector), CancellationToken, Task<IReadOnlyList<string>>> Containers { get; init; }

    public required Func<GlobalSettings, CancellationToken, Task<IReadOnlyList<string>>> Contexts { get; init; }
}
