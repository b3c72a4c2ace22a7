namespace JvmDebug.Kubernetes;

/// <summary>Why a step that needed the cluster did not succeed.</summary>
public enum ClusterFailure
{
    /// <summary>No kubeconfig, or one that cannot be read, or a context that is not in it.</summary>
    Configuration,

    /// <summary>The API server did not answer: name, route, TLS or time-out.</summary>
    Unreachable,

    /// <summary>401: credentials missing, wrong or expired.</summary>
    Unauthorized,

    /// <summary>403 from RBAC; the message names verb and resource.</summary>
    Forbidden,

    /// <summary>403 from Pod Security or an admission webhook.</summary>
    AdmissionDenied,

    /// <summary>No such pod, workload or container, or several and none was named.</summary>
    TargetNotFound,

    /// <summary>The pod is there but cannot take what was asked (not running, static, Windows node).</summary>
    PodNotSuitable,

    /// <summary>The server has no <c>pods/ephemeralcontainers</c>.</summary>
    EphemeralContainersUnknown,

    /// <summary>The server refused the ephemeral container as invalid.</summary>
    EphemeralContainerRefused,

    /// <summary>The debug container was admitted but did not reach Running; the message carries the kubelet's words.</summary>
    DebugContainerNotStarted,

    /// <summary>The server refused to open the exec, or the command could not be started in the container.</summary>
    ExecRefused,

    /// <summary>An open exec ended without the status message that proves its end.</summary>
    ConnectionLost,

    /// <summary>A file did not arrive whole; the message says where the remote copy is.</summary>
    TransferIncomplete,
}

/// <summary>
/// An anticipated failure of a step that needed the cluster. The message is for the user: what failed, on what, and the
/// next step.
/// </summary>
public sealed class ClusterException(ClusterFailure reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ClusterFailure Reason { get; } = reason;
}
