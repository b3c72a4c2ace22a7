using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Brings one pod to what its spec says and writes its status; one task a pod, so nothing here needs a lock.</summary>
internal sealed partial class PodWorker
{
    private readonly KubeletServices _services;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<ContainerSlot> _slots = [];
    private readonly Prober _prober;
    private Pod _pod;

    public PodWorker(KubeletServices services, Pod pod)
    {
        _services = services;
        _pod = pod;
        _prober = new Prober(services, Signal);
    }

    /// <summary>Something changed: the pod's spec, a container, a probe's result.</summary>
    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Until the pod is deleted and gone from the node.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = await StepAsync(cancellationToken);
            if (wait is null)
            {
                return;
            }

            await WaitAsync(wait.Value, cancellationToken);
        }
    }

    /// <summary>How long until the next look unless something happens before; null: the pod is gone.</summary>
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!Reload() || _pod.IsBeingDeleted)
            {
                await TerminateAsync(cancellationToken);
                return null;
            }

            await SyncAsync(cancellationToken);
            return NextLook();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // As a kubelet's sync loop: whatever is wrong with one pod is said where users look and tried again later.
            _services.Events.Warning(_pod, null, "FailedSync", $"error syncing pod: {e.Message}");
            return _services.Options.RetryPeriod;
        }
    }

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        AdoptContainers();
        if (!_pod.IsFinished)
        {
            await RunAsPlannedAsync(cancellationToken);
        }

        if (Reload() && _pod.IsFinished && _isSandboxReady)
        {
            await StopFinishedAsync(cancellationToken);
        }
    }

    private async Task RunAsPlannedAsync(CancellationToken cancellationToken)
    {
        PublishStatus();  // ContainerCreating is seen before anything can go wrong
        if (!await EnsureSandboxAsync(cancellationToken))
        {
            return;
        }

        PublishStatus();  // the pod's address, which a container's environment may ask for
        Reload();
        await RenewTokensAsync(cancellationToken);
        await RefreshAsync(cancellationToken);
        await RunContainersAsync(cancellationToken);
        PublishStatus();
    }

    /// <summary>Reads the newest version; false if the pod is gone from the store, or another one has its name.</summary>
    private bool Reload()
    {
        if (_services.Store.Get(_pod.Key) is not { } json || json.Text("metadata", "uid") != _pod.Uid)
        {
            return false;
        }

        _pod = new Pod(json);
        return true;
    }

    private void AdoptContainers()
    {
        foreach (var (kind, spec) in _pod.Containers.Where(c => !_slots.Exists(s => s.Name == c.Spec.Text("name"))))
        {
            _slots.Add(new ContainerSlot(kind, (JsonObject)spec.DeepClone()));
        }
    }

    private void PublishStatus() => _services.Store.Update(_pod.Key, json =>
    {
        var pod = new Pod(json);
        if (pod.Uid == _pod.Uid)
        {
            json["status"] = PodStatuses.Build(pod, _slots, _podIp, _isSandboxReady, DateTimeOffset.UtcNow);
        }

        return json;
    });

    private TimeSpan NextLook()
    {
        if (_pod.IsFinished)
        {
            return Timeout.InfiniteTimeSpan;
        }

        var now = DateTimeOffset.UtcNow;
        var next = _slots.Where(s => s.Waiting is not null && s.NextTry != DateTimeOffset.MaxValue).Select(s => s.NextTry)
            .Concat(!_isSandboxReady ? [now + _services.Options.RetryPeriod] : [])
            .Append(_volumes.TokenRenewal).Min();
        return next == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : next > now ? next - now : TimeSpan.Zero;
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(time);
        try
        {
            await _signal.Reader.ReadAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }
    }
}
