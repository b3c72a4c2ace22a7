using JvmDebug.Diagnostics.DryRuns;
using JvmDebug.Diagnostics.Entries;
using JvmDebug.Diagnostics.Local;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Workloads;
using k8s.Models;

namespace JvmDebug.Diagnostics;

/// <summary>
/// From what the user named to a place from which its JVMs can be reached. Disposing it ends what must not outlive the
/// command (a copy of a pod), on a budget of its own, also after a cancellation.
/// </summary>
/// <param name="connect">Called when the cluster is first needed; what is local needs none.</param>
/// <param name="defaults">What holds where a target says nothing.</param>
public sealed class DebugSessionFactory(Func<ClusterConnection> connect, IProgressReporter progress, DebugDefaults defaults) : IAsyncDisposable
{
    private readonly List<CopyOfPod> _copies = [];

    internal PodClient Pods => new(connect());

    /// <exception cref="ClusterException">Any step up to the place from which the JVM can be reached failed.</exception>
    /// <exception cref="JvmException">A <c>local/PID</c> that is no process here, or a copy that would write to the original's volumes.</exception>
    public async Task<DebugSession> OpenAsync(DebugTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.LocalPid is { } pid)
        {
            var local = LocalEntry.Open(defaults.Complete(target), pid);
            return target.DryRun ? DryRun.OfLocal(local) : local;
        }

        progress.Stage("Looking for the pod");
        var cluster = connect();
        var pod = await new TargetResolver(cluster) { OffersAll = !target.OnePod }.ResolveOneAsync(target.Name, target.Selector, target.Any, cancellationToken);
        var container = ContainerChooser.Choose(pod, target.Container);
        if (ContainerChooser.Explain(pod, target.Container) is { } choice)
        {
            progress.Note(choice);
        }

        PodSuitability.Check(pod, container);
        var entry = new PodEntry(cluster, pod, container, defaults.Complete(target), ImageIsDefault: target.Image is null);
        var session = entry.Target.Mode switch
        {
            _ when target.DryRun => await DryRun.OpenAsync(entry, progress, cancellationToken),
            EntryMode.Exec => ExecEntry.Open(entry, progress),
            EntryMode.Copy => await new CopyEntry(progress).OpenAsync(entry, _copies.Add, cancellationToken),
            EntryMode.Ephemeral => await new EphemeralEntry(progress).OpenAsync(entry, cancellationToken),
            _ => await AutoEntry.OpenAsync(entry, progress, cancellationToken),
        };
        return session with { TargetPod = pod };
    }

    /// <summary>The ephemeral container that would be added for a target, its defaults filled in.</summary>
    internal DebugContainerSpec SpecOf(V1Pod pod, string container, DebugTarget target) =>
        new PodEntry(connect(), pod, container, defaults.Complete(target), ImageIsDefault: target.Image is null).Spec;

    public async ValueTask DisposeAsync()
    {
        foreach (var copy in _copies)
        {
            await copy.DeleteAsync(progress);
        }
    }
}
