using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>The end of a pod: its own, when its containers have done their work, or the user's, who deletes it.</summary>
internal sealed partial class PodWorker
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);

    private async Task StopFinishedAsync(CancellationToken cancellationToken)
    {
        await StopContainersAsync(_pod.GracePeriod, cancellationToken);
        await RefreshAsync(cancellationToken);
        await StopSandboxAsync(cancellationToken);
        PublishStatus();
    }

    private async Task TerminateAsync(CancellationToken cancellationToken)
    {
        var isKnown = Reload();
        await StopContainersAsync(isKnown ? _pod.GracePeriod : TimeSpan.Zero, cancellationToken);
        await RefreshAsync(cancellationToken);
        PublishStatus();

        await StopSandboxAsync(cancellationToken);
        await RemoveSandboxAsync(cancellationToken);
        await _services.Volumes.TearDownAsync(_pod, cancellationToken);
        var logs = SandboxConfigs.LogDirectory(_pod, _services.Paths);
        if (Directory.Exists(logs))
        {
            Directory.Delete(logs, recursive: true);
        }

        if (Reload())
        {
            _services.Store.Delete(_pod.Key);
        }
    }

    private async Task StopContainersAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _prober.StopAll();
        var running = _slots.Where(s => s.IsRunning).ToList();
        foreach (var slot in running)
        {
            _services.Events.Normal(_pod, slot.FieldPath, "Killing", $"Stopping container {slot.Name}");
        }

        var stopping = Task.WhenAll(running.Select(s => StopAsync(s, grace, cancellationToken)));
        while (await Task.WhenAny(stopping, Task.Delay(_patience, cancellationToken)) != stopping)
        {
            // A second, more impatient delete while the first one waits.
            var left = Reload() ? _pod.GracePeriod : TimeSpan.Zero;
            if (left < grace)
            {
                grace = left;
                await Task.WhenAll(running.Select(s => StopAsync(s, grace, cancellationToken)));
            }
        }

        await stopping;
    }

    private async Task StopAsync(ContainerSlot slot, TimeSpan grace, CancellationToken cancellationToken) =>
        await _services.Cri.Runtime.StopContainerAsync(
            new StopContainerRequest { ContainerId = slot.Runtime!.Id, Timeout = (long)grace.TotalSeconds }, cancellationToken: cancellationToken);
}
