using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Entries;

/// <summary>A copy of a pod that may be there, and is to go.</summary>
internal sealed class CopyOfPod(PodClient pods, string ns, string name, bool keep)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);

    public async Task DeleteAsync(IProgressReporter progress)
    {
        if (keep)
        {
            progress.Note($"The copy {name} stays until 'jvmdebug session stop {name} -n {ns}'");
            return;
        }

        progress.Stage($"Deleting the copy {name}");
        using var budget = new CancellationTokenSource(Budget);
        try
        {
            await pods.DeleteAsync(ns, name, budget.Token);
        }
        catch (ClusterException e) when (e.Reason == ClusterFailure.TargetNotFound)
        {
            // It was refused, or somebody else was quicker.
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            progress.Warning($"The copy {name} of the pod could not be deleted ({e.Message}). It ends by itself after a day; 'kubectl delete pod {name} -n {ns}' removes it now.");
        }
    }
}
