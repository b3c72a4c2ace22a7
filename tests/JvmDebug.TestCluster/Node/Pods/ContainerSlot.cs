using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>One container of a pod's spec and what became of it. Only the pod's worker writes; the prober sets its two flags.</summary>
internal sealed class ContainerSlot(ContainerKind kind, JsonObject spec)
{
    private volatile bool _ready;
    private volatile bool _started;

    public ContainerKind Kind { get; } = kind;

    public JsonObject Spec { get; } = spec;

    public string Name { get; } = spec.Text("name") ?? "";

    public string FieldPath => Kind switch
    {
        ContainerKind.Init => $"spec.initContainers{{{Name}}}",
        ContainerKind.Ephemeral => $"spec.ephemeralContainers{{{Name}}}",
        _ => $"spec.containers{{{Name}}}",
    };

    /// <summary>The CRI's word on the newest container; null until one was created.</summary>
    public ContainerStatus? Runtime { get; set; }

    /// <summary>The identity the container's first process got (<c>user.linux</c>).</summary>
    public JsonObject? User { get; set; }

    public uint RestartCount { get; set; }

    /// <summary>Why there is no running container now; null: what <see cref="Runtime"/> says counts.</summary>
    public (string Reason, string? Message)? Waiting { get; set; }

    public JsonObject? LastTerminated { get; set; }

    public string? TerminationMessage { get; set; }

    /// <summary>Not to be tried before.</summary>
    public DateTimeOffset NextTry { get; set; } = DateTimeOffset.MinValue;

    public BackOff CrashBackOff { get; } = new(TimeSpan.FromSeconds(10));

    public bool Ready { get => _ready; set => _ready = value; }

    public bool Started { get => _started; set => _started = value; }

    public bool IsRunning => Runtime?.State == ContainerState.ContainerRunning;

    public bool HasExited => Runtime?.State == ContainerState.ContainerExited;

    public bool HasSucceeded => HasExited && Runtime!.ExitCode == 0;
}
