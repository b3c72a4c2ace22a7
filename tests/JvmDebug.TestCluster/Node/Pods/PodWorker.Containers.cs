using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Which container runs when, in the kubelet's order: ephemeral ones first, init ones by turns, then the rest.</summary>
internal sealed partial class PodWorker
{
    private static readonly TimeSpan _longRun = TimeSpan.FromMinutes(10);

    private async Task RunContainersAsync(CancellationToken cancellationToken)
    {
        // An ephemeral container is started once; neither its end nor a failed start brings it a second time.
        foreach (var slot in Slots(ContainerKind.Ephemeral).Where(s => s.Runtime is null))
        {
            await TryStartAsync(slot, cancellationToken);
        }

        foreach (var slot in Slots(ContainerKind.Init).Where(s => !s.HasSucceeded))
        {
            await RunOrRestartAsync(slot, _pod.RestartPolicy == "Never" ? "Never" : "OnFailure", cancellationToken);
            if (!slot.HasSucceeded)
            {
                return;
            }
        }

        foreach (var slot in Slots(ContainerKind.App))
        {
            await RunOrRestartAsync(slot, _pod.RestartPolicy, cancellationToken);
        }
    }

    private IReadOnlyList<ContainerSlot> Slots(ContainerKind kind) => [.. _slots.Where(s => s.Kind == kind)];

    private async Task RunOrRestartAsync(ContainerSlot slot, string restartPolicy, CancellationToken cancellationToken)
    {
        if (slot.IsRunning)
        {
            return;
        }

        if (!slot.HasExited)
        {
            await TryStartAsync(slot, cancellationToken);
            return;
        }

        if (restartPolicy == "Never" || (restartPolicy == "OnFailure" && slot.HasSucceeded))
        {
            slot.NextTry = DateTimeOffset.MaxValue;
            return;
        }

        await RestartAsync(slot, cancellationToken);
    }

    private async Task RestartAsync(ContainerSlot slot, CancellationToken cancellationToken)
    {
        var exited = slot.Runtime!;
        var now = DateTimeOffset.UtcNow;
        if (slot.CrashBackOff.IsActive(now))
        {
            if (slot.Waiting?.Reason != "CrashLoopBackOff")
            {
                slot.LastTerminated = ContainerStatuses.Terminated(exited, slot.TerminationMessage);
                slot.Waiting = ("CrashLoopBackOff", $"back-off {Duration(slot.CrashBackOff.Delay)} restarting failed container={slot.Name} pod={_pod.Described}");
                slot.NextTry = slot.CrashBackOff.Until;
                _services.Events.Warning(_pod, slot.FieldPath, "BackOff", $"Back-off restarting failed container {slot.Name} in pod {_pod.Described}");
            }

            return;
        }

        if (TimeSpan.FromTicks((exited.FinishedAt - exited.StartedAt) / 100) > _longRun && exited.StartedAt > 0)
        {
            slot.CrashBackOff.Reset();
        }

        slot.CrashBackOff.Fail(now);
        slot.LastTerminated = ContainerStatuses.Terminated(exited, slot.TerminationMessage);
        slot.NextTry = DateTimeOffset.MinValue;
        slot.RestartCount++;
        await RemoveAsync(exited.Id, cancellationToken);
        await TryStartAsync(slot, cancellationToken);
    }

    /// <summary>As Go prints a duration: 10s, 1m20s, 5m0s.</summary>
    private static string Duration(TimeSpan time) => time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes}m{time.Seconds}s" : $"{time.Seconds}s";

    private async Task RemoveAsync(string containerId, CancellationToken cancellationToken) =>
        await _services.Cri.Runtime.RemoveContainerAsync(new RemoveContainerRequest { ContainerId = containerId }, cancellationToken: cancellationToken);

    /// <summary>Asks the CRI about every container that may have changed.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in _slots.Where(s => s.Runtime is not null && !s.HasExited).ToList())
        {
            await RefreshAsync(slot, slot.Runtime!.Id, cancellationToken);
        }
    }

    private async Task RefreshAsync(ContainerSlot slot, string containerId, CancellationToken cancellationToken)
    {
        var answer = await _services.Cri.Runtime.ContainerStatusAsync(
            new ContainerStatusRequest { ContainerId = containerId, Verbose = slot.User is null }, cancellationToken: cancellationToken);
        slot.Runtime = answer.Status;
        slot.User ??= _pod.RuntimeTellsUser ? ContainerIdentity.FromRuntimeSpec(answer.Info.GetValueOrDefault("info")) : null;
        if (slot.HasExited)
        {
            _prober.Stop(slot);
            slot.TerminationMessage = await ReadTerminationMessageAsync(slot, cancellationToken);
        }
        else if (slot.IsRunning && slot.Kind == ContainerKind.App)
        {
            _prober.Start(_pod, slot, _podIp!);
        }
    }

    private async Task<string?> ReadTerminationMessageAsync(ContainerSlot slot, CancellationToken cancellationToken)
    {
        const int Longest = 4096;
        var file = _services.Files.TerminationMessage(_pod, slot.Spec, slot.RestartCount);
        if (!File.Exists(file))
        {
            return null;
        }

        var text = await File.ReadAllTextAsync(file, cancellationToken);
        return text.Length > Longest ? text[^Longest..] : text;
    }
}
