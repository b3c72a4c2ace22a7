using System.Threading.Channels;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>
/// kube-controller-manager's part: workloads and the garbage collector. A test cluster is small, so every change leads to
/// one pass over everything, and time alone (schedules, deadlines) to one a second.
/// </summary>
internal sealed class ControllerManager(ObjectRegistry registry, TimeProvider clock)
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private static readonly ResourceType[] _watched =
    [
        ResourceCatalog.Pods, ResourceCatalog.Deployments, ResourceCatalog.ReplicaSets, ResourceCatalog.StatefulSets,
        ResourceCatalog.DaemonSets, ResourceCatalog.Jobs, ResourceCatalog.CronJobs, ResourceCatalog.Namespaces,
    ];

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly IController[] _controllers = Controllers(new ControlledObjects(registry, clock), new ControllerEvents(registry));

    private long _passes;

    /// <summary>Passes that were made to their end. What a pass leaves as it is stays so until something changes, or the time.</summary>
    public long Passes => Interlocked.Read(ref _passes);

    /// <summary>Makes another pass at once, as a change would: for whoever puts the clock forward or waits for one.</summary>
    public void Wake() => _changed.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var revision = registry.Store.Revision;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watches = _watched.Select(type => WatchAsync(type, revision, stop.Token)).ToList();
        try
        {
            while (true)
            {
                foreach (var controller in _controllers)
                {
                    controller.Reconcile();
                }

                Interlocked.Increment(ref _passes);
                await WaitAsync(cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(watches).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // From the top of an ownership chain to its bottom, so that one pass carries a change all the way down.
    private static IController[] Controllers(ControlledObjects objects, ControllerEvents events)
    {
        var pods = new PodFactory(objects, events);
        return
        [
            new CronJobController(objects, events), new JobController(objects, pods),
            new DeploymentController(objects), new ReplicaSetController(objects, pods),
            new StatefulSetController(objects, pods), new DaemonSetController(objects, pods), new GarbageCollector(objects),
        ];
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_period);
        try
        {
            await _changed.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing changed, but time went on.
        }
    }

    private async Task WatchAsync(ResourceType type, long revision, CancellationToken cancellationToken)
    {
        await foreach (var _ in registry.Store.WatchAsync(type.Plural, revision, cancellationToken))
        {
            Wake();
        }
    }
}
