using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Entries;

/// <summary>In through an exec into the target container itself, with the sh and the jcmd, jattach or perl that are there.</summary>
internal static class ExecEntry
{
    public static DebugSession Open(PodEntry entry, IProgressReporter progress)
    {
        progress.Note($"Going into container {entry.Ref} itself, with the tools of its own image");
        return new DebugSession(
            new PodExec(entry.Cluster),
            entry.Ref,
            entry.Ref,
            PodEntry.SharesProcessNamespace(entry.Pod) ? PodEntry.ContainerId(entry.Pod, entry.Container) : null,
            entry.Target)
        {
            Way = DebugWay.Inside,
            CheckMemory = !entry.Target.Force,
        };
    }
}
