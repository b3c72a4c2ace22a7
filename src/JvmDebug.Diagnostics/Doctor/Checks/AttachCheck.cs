using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Whether HotSpot's attach can work: from the manifest, or exactly, from inside.</summary>
internal static class AttachCheck
{
    private const string Disable = "-XX:+DisableAttachMechanism";

    public static IEnumerable<Finding> Of(ClusterFacts facts, JvmFacts? jvm) => jvm is null ? FromManifest(facts) : Inside(facts, jvm);

    private static IEnumerable<Finding> FromManifest(ClusterFacts facts)
    {
        if (new JavaOptions(facts.Spec).WhereIs(Disable) is { } where)
        {
            yield return Disabled(facts, where);
        }

        if (facts.Spec.SecurityContext?.ReadOnlyRootFilesystem == true && facts.VolumeAt("/tmp") is null)
        {
            yield return Finding.Bad("attach", Side.Jvm, "its root file system is read-only and no volume is mounted at /tmp, where HotSpot opens the attach socket", Snippets.WritableTmp(facts.Container));
        }
    }

    private static IEnumerable<Finding> Inside(ClusterFacts facts, JvmFacts jvm)
    {
        var options = new JavaOptions(facts.Spec);
        switch (jvm.Scan.Obstacle)
        {
            case "credentials":
                yield break;
            case "disabled":
                yield return Disabled(facts, jvm.AttachDisabledIn ?? "arguments");
                yield break;
            case "no-tmp" or "tmp-not-writable":
                yield return Finding.Bad("attach", Side.Jvm, AttachObstacle.Describe(jvm.Scan), Snippets.WritableTmp(facts.Container));
                yield break;
            case "no-sigquit-handler":
                yield return Finding.Bad("attach", Side.Jvm, AttachObstacle.Describe(jvm.Scan), Variable("JAVA_TOOL_OPTIONS", options.With("JAVA_TOOL_OPTIONS", "-XX:+StartAttachListener")));
                yield break;
            case null when jvm.Hung:
                yield return Finding.Bad("attach", Side.Jvm, Hung(jvm), ThreadDump(facts));
                yield break;
            case "native-image" when !jvm.Scan.CatchesSigquit:
                yield return Finding.Bad("attach", Side.Jvm, AttachObstacle.Describe(jvm.Scan), "native-image --enable-monitoring=jcmd,threaddump ...  # where the image is built");
                yield break;
            case "openj9" when !jvm.Scan.CatchesSigquit:
                yield return Finding.Bad("attach", Side.Jvm, AttachObstacle.Describe(jvm.Scan), $"# in the pod template, container {facts.Container}: remove -Xrs from command and args");
                yield break;
            case "stopped":
                // The shell's own kill: an image need not have another.
                yield return Finding.Bad("attach", Side.Jvm, AttachObstacle.Describe(jvm.Scan), Snippets.Beside(facts, jvm, $"sh -c 'kill -CONT {jvm.Scan.Pid}'"));
                yield break;
            case null when jvm.MemoryNeeded > jvm.MemoryLeft:
                yield break;
            case null:
                yield return jvm.Tool is { } tool
                    ? Finding.Good("attach", Side.Jvm, $"the JVM answers (through {tool})")
                    : Finding.Bad("debug-image", Side.Cluster, "the debug image has neither jcmd nor jattach nor perl", $"jvmdebug ... --image {DebugTarget.DefaultImage}");
                yield break;
            default:
                yield return Finding.Bad("attach", Side.Jvm, AttachObstacle.Describe(jvm.Scan), ThreadDump(facts));
                yield break;
        }
    }

    private static Finding Disabled(ClusterFacts facts, string where) => Finding.Bad(
        "attach",
        Side.Jvm,
        $"{Disable} stands in {(where == "arguments" ? "the JVM's arguments" : where)}",
        where == "arguments"
            ? $"# in the pod template, container {facts.Container}: remove {Disable} from command and args, or put behind it\n-XX:-DisableAttachMechanism"
            : Variable(where, new JavaOptions(facts.Spec).Without(where, Disable)));

    // Without a socket it never began to listen; with one, the listener is stuck in an earlier command.
    private static string Hung(JvmFacts jvm) => jvm.Tool is null
        ? AttachObstacle.Describe(jvm.Scan with { Obstacle = "no-answer" })
        : $"it took an attach (through {jvm.Tool}) and gave no answer: its attach listener is stuck in an earlier command, or it is hung at a safepoint. A thread dump out of its log, which 'jvmdebug threads' takes by SIGQUIT, may still be possible";

    private static string Variable(string name, string value) =>
        $"# in the pod template's container\nenv:\n- {{name: {name}, value: {RoleRule.Quoted(value)}}}";

    private static string ThreadDump(ClusterFacts facts) =>
        $"jvmdebug threads {facts.Pod.Metadata.Name} -n {facts.Namespace} -c {facts.Container}";
}
