using JvmDebug.TestCluster.Node.Containerd;
using JvmDebug.TestCluster.Node.Pods;

namespace JvmDebug.TestCluster.Node.Volumes;

/// <summary>Gives a volume to the pod's fsGroup: group, group-writable, set-group-ID on directories (pkg/volume/volume_linux.go).</summary>
internal static class FileSystemGroup
{
    public static async Task ApplyAsync(Pod pod, string directory, CancellationToken cancellationToken)
    {
        if (pod.Spec.Text("securityContext", "fsGroup") is not { } group)
        {
            return;
        }

        await Tool.RunAsync("chgrp", ["-R", group, directory], cancellationToken);
        await Tool.RunAsync("chmod", ["-R", "g+rwX", directory], cancellationToken);
        await Tool.RunAsync("find", [directory, "-type", "d", "-exec", "chmod", "g+s", "{}", "+"], cancellationToken);
    }
}
