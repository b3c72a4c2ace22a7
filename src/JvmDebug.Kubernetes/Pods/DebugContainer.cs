namespace JvmDebug.Kubernetes.Pods;

/// <summary>What the debug container shall be, apart from the identity, which is the target container's.</summary>
public sealed record DebugContainerSpec
{
    public required string Image { get; init; }

    /// <summary>Nobody asked for this very image: a debug container of ours with another one will do as well.</summary>
    public bool ImageIsDefault { get; init; }

    /// <summary><c>Always</c>, <c>IfNotPresent</c>, <c>Never</c>; null leaves it to the API server.</summary>
    public string? ImagePullPolicy { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>How long to wait for Running. The kubelet's word that it cannot start is reported at once.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>A running ephemeral container of ours beside a target container.</summary>
public sealed record DebugContainer(ContainerRef Container, string TargetContainer, string Image, bool Reused);
