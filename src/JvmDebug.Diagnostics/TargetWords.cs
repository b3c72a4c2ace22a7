using JvmDebug.Diagnostics.Local;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics;

/// <summary>How a container is named on a command line of ours.</summary>
public static class TargetWords
{
    public static string Of(ContainerRef container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container.Namespace == LocalEntry.Namespace ? $"{LocalEntry.Namespace}/{container.Container}" : $"{container.Pod} -n {container.Namespace} -c {container.Container}";
    }
}
