using System.Collections.Concurrent;
using Grpc.Core;
using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Node.Containerd;
using JvmDebug.TestCluster.Node.Pods;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node;

/// <summary>Runs the pods of the store in containerd, as a kubelet does: one worker a pod, woken by the store and by the runtime.</summary>
internal sealed partial class Kubelet(ObjectStore store, CriClient cri, NodePaths paths, NodeOptions options)
{
    private static readonly TimeSpan _relist = TimeSpan.FromMilliseconds(250);
    private readonly KubeletServices _services = new(store, cri, paths, options);
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Until cancelled; the pods' containers then still run and are the caller's to remove.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await NodeObject.RegisterAsync(store, cri, options.NodeName, options.Address, cancellationToken);
            await Task.WhenAll(WatchPodsAsync(cancellationToken), WatchContainersAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            // It stops before it was registered.
        }

        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchPodsAsync(CancellationToken cancellationToken)
    {
        var (pods, revision) = store.List("pods", null);
        foreach (var pod in pods)
        {
            Notice(new Pod(pod), cancellationToken);
        }

        await foreach (var change in store.WatchAsync("pods", revision, cancellationToken))
        {
            Notice(new Pod(change.Value), cancellationToken);
        }
    }

    private void Notice(Pod pod, CancellationToken cancellationToken)
    {
        if (_workers.TryGetValue(pod.Uid, out var worker))
        {
            worker.Signal();
        }
        else if (store.Get(pod.Key) is { } current && new Pod(current).Uid == pod.Uid && Schedule(pod))
        {
            worker = new PodWorker(_services, pod);
            _workers[pod.Uid] = worker;
            _running[pod.Uid] = RunAsync(pod.Uid, worker, cancellationToken);
        }
    }

    private async Task RunAsync(string uid, PodWorker worker, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await worker.RunAsync(cancellationToken);
        _workers.TryRemove(uid, out _);
        _running.TryRemove(uid, out _);
    }

    /// <summary>The scheduler of a cluster with one node. False: the pod was bound to a node that is not here.</summary>
    private bool Schedule(Pod pod)
    {
        if (pod.Spec.Text("nodeName") is { Length: > 0 } bound)
        {
            return bound == options.NodeName;
        }

        store.Update(pod.Key, json =>
        {
            json["spec"]!["nodeName"] = options.NodeName;
            return json;
        });
        _services.Events.Scheduled(pod);
        return true;
    }

    /// <summary>The kubelet's PLEG: containerd 1.6 has no event stream in the CRI, so the containers are listed again and again.</summary>
    private async Task WatchContainersAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ContainerState>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(_relist);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (_workers.IsEmpty)
            {
                continue;
            }

            try
            {
                var answer = await cri.Runtime.ListContainersAsync(new ListContainersRequest(), cancellationToken: cancellationToken);
                var now = answer.Containers.ToDictionary(c => c.Id, c => c.State, StringComparer.Ordinal);
                var changed = answer.Containers.Where(c => !known.TryGetValue(c.Id, out var before) || before != c.State).Select(c => c.PodSandboxId).ToHashSet();
                foreach (var worker in _workers.Values.Where(w => w.SandboxId is { } id && changed.Contains(id)))
                {
                    worker.Signal();
                }

                known = now;
            }
            catch (RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                // The next round asks again.
            }
        }
    }
}
