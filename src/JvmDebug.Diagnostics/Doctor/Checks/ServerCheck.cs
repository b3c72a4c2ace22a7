using JvmDebug.Kubernetes.Nodes;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Ephemeral containers are beta (on by default) since Kubernetes 1.23 and stable since 1.25.</summary>
internal static class ServerCheck
{
    public static Finding Of(ServerVersion server)
    {
        if (server.IsAtLeast(1, 25))
        {
            return Finding.Good("server", Side.Cluster, $"Kubernetes {server.Text}");
        }

        return server.IsAtLeast(1, 23)
            ? Finding.Doubt("server", Side.Cluster, $"Kubernetes {server.Text} has ephemeral containers as a beta feature, which can be switched off", "--feature-gates=EphemeralContainers=true  # kube-apiserver and kubelet")
            : Finding.Bad("server", Side.Cluster, $"Kubernetes {server.Text} has no ephemeral containers; they need 1.25 or newer", "jvmdebug ... --mode exec  # the target's own jcmd, where its image has one");
    }
}
