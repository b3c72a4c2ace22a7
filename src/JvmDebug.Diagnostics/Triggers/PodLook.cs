using System.Collections.Concurrent;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using k8s.Models;

namespace JvmDebug.Diagnostics.Triggers;

/// <summary>One look after the other at all pods of a target, as cheap as the condition allows.</summary>
internal sealed class PodLook(Func<ClusterConnection> connect, DebugTarget target, TriggerMetric metric, IProgressReporter progress, TimeProvider clock) : IAsyncDisposable
{
    // The first look at a pod starts its debug container.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly JvmSampler _sampler = new(connect, target, progress);
    private readonly ConcurrentDictionary<string, string> _complaints = new(StringComparer.Ordinal);

    /// <param name="busy">Uids of pods that are being captured: they are left alone.</param>
    /// <exception cref="ClusterException">The pods cannot be listed.</exception>
    public async Task<IReadOnlyList<Observation>> RunAsync(ICollection<string> busy, CancellationToken cancellationToken)
    {
        var cluster = connect();
        var pods = (await new PodClient(cluster).ListAsync(cluster.Namespace, target.Selector ?? "", cancellationToken))
            .Where(pod => pod.Metadata.DeletionTimestamp is null && pod.Status?.Phase is not ("Succeeded" or "Failed")).ToList();
        _sampler.Forget([.. pods.Select(pod => pod.Metadata.Uid)]);
        var cpu = metric == TriggerMetric.Cpu ? await new CpuMetrics(cluster).ReadAsync(cluster.Namespace, target.Selector ?? "", cancellationToken) : null;
        var look = new Observation[pods.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = target.Parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, pods.Count), options, async (index, token) =>
            look[index] = await LookAsync(pods[index], cpu, busy, token));
        return look;
    }

    public ValueTask DisposeAsync() => _sampler.DisposeAsync();

    private async Task<Observation> LookAsync(V1Pod pod, IReadOnlyDictionary<(string Pod, string Container), double>? cpu, ICollection<string> busy, CancellationToken cancellationToken)
    {
        var (name, uid) = (pod.Metadata.Name, pod.Metadata.Uid);
        var isBusy = busy.Contains(uid);
        var blind = new Observation(name, uid, null, false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var container = ContainerChooser.Choose(pod, target.Container);
            var runs = PodCounters.Runs(pod, container, clock.GetUtcNow());
            if (metric is TriggerMetric.Restarts or TriggerMetric.OomKilled)
            {
                return new Observation(name, uid, PodCounters.Of(pod, container, metric), runs && !isBusy);
            }

            if (!runs || isBusy)
            {
                return blind;
            }

            var level = cpu is not null && cpu.TryGetValue((name, container), out var cores)
                ? 100 * cores / (HeapDumpFacts.Of(pod, container).Cpu ?? 1)
                : await _sampler.ReadAsync(pod, container, metric, patience.Token);
            _complaints.TryRemove(uid, out _);
            return new Observation(name, uid, level, true);
        }
        catch (Exception e) when (e is ClusterException or JvmException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Complain(name, uid, e is OperationCanceledException ? $"it did not answer within {Patience.TotalSeconds:0} s" : e.Message);
            return blind with { IsUnanswered = true };
        }
    }

    // Once, and not every few seconds for as long as it lasts.
    private void Complain(string pod, string uid, string why)
    {
        if (!_complaints.TryGetValue(uid, out var before) || before != why)
        {
            _complaints[uid] = why;
            progress.Warning($"{pod} cannot be looked at: {why}");
        }
    }
}
