using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Grpc.Core;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Runs the probes of a pod's containers and keeps their Started and Ready flags honest.</summary>
internal sealed class Prober(KubeletServices services, Action changed)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    /// <summary>Does nothing for a container whose probes run already.</summary>
    public void Start(Pod pod, ContainerSlot slot, string podIp)
    {
        var stop = new CancellationTokenSource();
        if (!_running.TryAdd(slot.Runtime!.Id, stop))
        {
            stop.Dispose();
            return;
        }

        slot.Started = slot.Spec["startupProbe"] is null;
        slot.Ready = slot.Started && slot.Spec["readinessProbe"] is null;
        _ = RunAsync(pod, slot, slot.Runtime.Id, podIp, stop.Token);
    }

    public void Stop(ContainerSlot slot)
    {
        slot.Ready = false;
        slot.Started = false;
        Stop(slot.Runtime!.Id);
    }

    public void StopAll()
    {
        foreach (var id in _running.Keys)
        {
            Stop(id);
        }
    }

    private void Stop(string containerId)
    {
        if (_running.TryRemove(containerId, out var stop))
        {
            stop.Cancel();
            stop.Dispose();
        }
    }

    private async Task RunAsync(Pod pod, ContainerSlot slot, string containerId, string podIp, CancellationToken cancellationToken)
    {
        var action = new ProbeAction(services.Cri, slot.Spec, containerId, podIp);
        try
        {
            await foreach (var started in VerdictsAsync("startupProbe", "Startup"))
            {
                if (!started)
                {
                    await KillAsync("startup");
                    return;
                }

                slot.Started = true;
                slot.Ready = slot.Spec["readinessProbe"] is null;
                changed();
                break;
            }

            await Task.WhenAll(ReadinessAsync(), LivenessAsync());
        }
        catch (OperationCanceledException)
        {
            // The container ended, or its pod does.
        }
        catch (RpcException)
        {
            // The container is going, and so are its probes.
        }

        async Task ReadinessAsync()
        {
            await foreach (var ready in VerdictsAsync("readinessProbe", "Readiness"))
            {
                slot.Ready = ready;
                changed();
            }
        }

        async Task LivenessAsync()
        {
            await foreach (var alive in VerdictsAsync("livenessProbe", "Liveness"))
            {
                if (!alive)
                {
                    await KillAsync("liveness");
                    return;
                }
            }
        }

        async Task KillAsync(string kind)
        {
            services.Events.Normal(pod, slot.FieldPath, "Killing", $"Container {slot.Name} failed {kind} probe, will be restarted");
            await services.Cri.Runtime.StopContainerAsync(
                new StopContainerRequest { ContainerId = containerId, Timeout = 30 }, cancellationToken: cancellationToken);
        }

        IAsyncEnumerable<bool> VerdictsAsync(string field, string kind) =>
            slot.Spec[field] is not JsonObject probe ? AsyncEnumerable.Empty<bool>() : this.VerdictsAsync(
                probe, action, message => services.Events.Warning(pod, slot.FieldPath, "Unhealthy", $"{kind} probe failed: {message}"), cancellationToken);
    }

    /// <summary>The probe's opinion each time it changes, the thresholds applied; nothing if there is no such probe.</summary>
    private async IAsyncEnumerable<bool> VerdictsAsync(
        JsonObject probe, ProbeAction action, Action<string> failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool? opinion = null;
        var (successes, failures) = (0L, 0L);
        await Task.Delay(TimeSpan.FromSeconds(probe.Number("initialDelaySeconds") ?? 0), cancellationToken);
        while (true)
        {
            var problem = await action.TryAsync(probe, cancellationToken);
            (successes, failures) = problem is null ? (successes + 1, 0L) : (0L, failures + 1);
            if (problem is not null)
            {
                failed(problem);
            }

            bool? now = successes >= (probe.Number("successThreshold") ?? 1) ? true : failures >= (probe.Number("failureThreshold") ?? 3) ? false : null;
            if (now is { } verdict && now != opinion)
            {
                opinion = now;
                yield return verdict;
            }

            await Task.Delay(TimeSpan.FromSeconds(probe.Number("periodSeconds") ?? 10), cancellationToken);
        }
    }
}
