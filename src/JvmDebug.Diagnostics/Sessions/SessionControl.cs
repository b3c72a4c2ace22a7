using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Sessions;

/// <summary>Shows and ends what jvmdebug keeps running in pods.</summary>
public sealed class SessionControl(ClusterConnection cluster, IProgressReporter progress)
{
    private readonly PodClient _pods = new(cluster);

    /// <exception cref="ClusterException">Forbidden, TargetNotFound (a pod was named), Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<RunningDebugContainer>> ListAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        progress.Stage(request.AllNamespaces ? "Looking through all namespaces" : $"Looking through namespace {cluster.Namespace}");
        var pods = await _pods.ListAllAsync(
            request.AllNamespaces ? null : cluster.Namespace,
            page => page.Select(pod => (pod.Metadata.Name, Sessions: DebugContainerFinder.Find([pod]))),
            cancellationToken);
        RunningDebugContainer[] sessions = [.. pods.SelectMany(pod => pod.Sessions)];
        if (request.Pod is not { } name)
        {
            return sessions;
        }

        RunningDebugContainer[] named = [.. sessions.Where(session => session.Container.Pod == name || session.TargetPod == name)];
        return named.Length > 0 || pods.Any(pod => pod.Name == name)
            ? named
            : throw new ClusterException(ClusterFailure.TargetNotFound, $"There is no pod '{name}' in {(request.AllNamespaces ? "any namespace" : $"namespace {cluster.Namespace}")}. Check the name and the namespace (-n).");
    }

    /// <summary>Ends them one after the other; one that cannot be ended does not keep the others.</summary>
    /// <exception cref="ClusterException">They could not be listed.</exception>
    public async Task<IReadOnlyList<StoppedSession>> StopAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var stopped = new List<StoppedSession>();
        foreach (var session in await ListAsync(request, cancellationToken))
        {
            progress.Stage($"Ending {session.Container}");
            stopped.Add(new StoppedSession(session, await TryStopAsync(session, request.Force, cancellationToken)));
        }

        return stopped;
    }

    private async Task<string?> TryStopAsync(RunningDebugContainer session, bool force, CancellationToken cancellationToken)
    {
        try
        {
            if (session.Copy)
            {
                await _pods.DeleteAsync(session.Container.Namespace, session.Container.Pod, cancellationToken);
                return null;
            }

            return await EndKeeperAsync(session, force, cancellationToken);
        }
        catch (Exception e) when (e is ClusterException or JvmException)
        {
            return e.Message;
        }
    }

    // Kubernetes cannot end an ephemeral container; its main process can.
    private async Task<string?> EndKeeperAsync(RunningDebugContainer session, bool force, CancellationToken cancellationToken)
    {
        var entry = new DebugSession(new PodExec(cluster), session.Container, session.Container, null, new DebugTarget { Image = session.Image });
        await using var script = await entry.StartAsync("end_session", [force ? "force" : "-"], default, cancellationToken);
        // The container takes the script along when it ends, so that nothing but these words can be waited for.
        return script.Reply switch
        {
            { ErrorCode: "busy" } => "a file of ours in the target waits to be fetched or removed through it; it ends by itself afterwards, or now with --force",
            { ErrorCode: { } code } => $"the script reports '{code}'",
            var reply => reply["ended"] is null ? "the script did not answer" : null,
        };
    }
}
