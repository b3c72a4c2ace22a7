using System.Globalization;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Under which uid and gid the debug container would run, and who says so.</summary>
internal static class IdentityCheck
{
    public static Finding Of(ClusterFacts facts, JvmFacts? jvm)
    {
        if (jvm is not null)
        {
            return Inside(jvm);
        }

        var own = facts.Spec.SecurityContext;
        var ofPod = facts.Pod.Spec.SecurityContext;
        if (facts.Status?.User?.Linux is { } user)
        {
            return Finding.Good("identity", Side.Jvm, $"the container's first process started as {Number(user.Uid)}:{Number(user.Gid)} (the node says so); a JVM under another identity is seen with --inject");
        }

        var (uid, gid) = (own?.RunAsUser ?? ofPod?.RunAsUser, own?.RunAsGroup ?? ofPod?.RunAsGroup);
        var (name, nonRoot) = (facts.Container, own?.RunAsNonRoot ?? ofPod?.RunAsNonRoot);
        return (uid, gid) switch
        {
            ({ } u, { } g) => Finding.Good("identity", Side.Jvm, $"{Number(u)}:{Number(g)}, as the manifest says"),
            ({ } u, null) => Finding.Doubt("identity", Side.Jvm, $"uid {Number(u)} and no group in the manifest, so each image's own passwd file decides it; HotSpot wants both the same", Snippets.RunAs(name, Number(u), "GID-OF-THE-JVM")),
            _ when nonRoot == true => Finding.Doubt("identity", Side.Jvm, "runAsNonRoot and no uid in the manifest, so the debug image's own user counts: root is refused, another one may not be the JVM's", Snippets.RunAs(name, "UID-OF-THE-JVM", "GID-OF-THE-JVM")),
            _ => Finding.Doubt("identity", Side.Jvm, "the uid comes from the image alone and the node does not tell it (Kubernetes before 1.33); the debug image's own user may be another", Snippets.RunAs(name, "UID-OF-THE-JVM", "GID-OF-THE-JVM")),
        };
    }

    private static Finding Inside(JvmFacts jvm)
    {
        var wanted = jvm.Scan.Credentials;
        var said = $"process {Number(jvm.Scan.Pid)} runs as {Number(wanted.Uid)}:{Number(wanted.Gid)}";
        return jvm.Scan.Obstacle == "credentials"
            ? Finding.Bad("identity", Side.Jvm, $"{said}, and {AttachObstacle.Describe(jvm.Scan)}", Snippets.RunAs(jvm.Container, Number(wanted.Uid), Number(wanted.Gid)))
            : Finding.Good("identity", Side.Jvm, $"{said}, and the attach is made under the same");
    }

    private static string Number(long? number) => (number ?? 0).ToString(CultureInfo.InvariantCulture);
}
