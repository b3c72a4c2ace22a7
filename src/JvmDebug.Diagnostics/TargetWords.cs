using JvmDebug.Diagnostics.Local;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics;

/// <summary>How a container is named on a command line of ours.</summary>
public static class TargetWords
{
    /// <param name="way">A namespace of a cluster may be called as this machine is.</param>
    public static string Of(ContainerRef container, DebugWay way)
    {
        ArgumentNullException.ThrowIfNull(container);
        return way == DebugWay.Local ? $"{LocalEntry.Namespace}/{container.Container}" : $"{container.Pod} -n {container.Namespace} -c {container.Container}";
    }
}
