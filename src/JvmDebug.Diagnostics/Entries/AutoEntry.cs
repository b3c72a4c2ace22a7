using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Entries;

/// <summary>
/// A running debug container of ours, else a new ephemeral container, else an exec. Goes on to the exec only after refusals
/// that it cures, and says the first one whatever happens afterwards.
/// </summary>
internal static class AutoEntry
{
    /// <exception cref="ClusterException">A refusal that an exec would not cure.</exception>
    public static async Task<DebugSession> OpenAsync(PodEntry entry, IProgressReporter progress, CancellationToken cancellationToken)
    {
        try
        {
            return await new EphemeralEntry(progress).OpenAsync(entry, cancellationToken);
        }
        catch (ClusterException refusal) when (CuredByExec(refusal.Reason))
        {
            progress.Warning($"{refusal.Message} Trying an exec into the container itself instead (--mode exec); --mode copy would be the other way.");
            return ExecEntry.Open(entry, progress);
        }
    }

    /// <summary>RBAC on the subresource, admission, a server or a pod without it: none of them is about pods/exec.</summary>
    internal static bool CuredByExec(ClusterFailure reason) =>
        reason is ClusterFailure.Forbidden or ClusterFailure.AdmissionDenied or ClusterFailure.EphemeralContainersUnknown;
}
