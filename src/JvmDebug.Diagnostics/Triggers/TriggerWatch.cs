using System.Globalization;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Triggers;

/// <summary>
/// Watches the pods of a target and captures those that fulfil a condition, within the rule's limits, until it is
/// cancelled. While it captures it goes on watching the others. What one look or one capture fails for is told, and the
/// watch goes on.
/// </summary>
/// <param name="recordingJson">As of <see cref="ScheduleRun"/>.</param>
/// <param name="summary">What a run brought, in one line.</param>
public sealed class TriggerWatch(
    Func<ClusterConnection> connect, ISink sink, Func<string, RecordingSummary, string> recordingJson, IProgressReporter progress, Func<FleetResult<StoredCapture>, string> summary, TimeProvider clock)
{
    private readonly Dictionary<string, Task> _captures = new(StringComparer.Ordinal);
    private int _throttled;

    /// <exception cref="StorageException">The sink cannot be written at the start.</exception>
    /// <exception cref="OperationCanceledException">That is how it ends.</exception>
    public async Task RunAsync(ScheduledWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var rule = work.Trigger ?? throw new ArgumentException("there is nothing to wait for", nameof(work));
        progress.Stage($"Checking that {sink.Location} can be written");
        await Sinks.CheckWritableAsync(sink, cancellationToken);
        progress.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Watching -l {work.Target.Selector} for '{rule.Condition}' every {rule.Interval.TotalSeconds} s; at most {rule.Limits.ActionCount} captures in {rule.Limits.ActionCountSlidingWindowDuration.TotalSeconds} s"));
        await using var look = new PodLook(connect, work.Target, rule.Condition.Metric, progress, clock);
        var engine = new TriggerEngine(rule, clock);
        using var timer = new PeriodicTimer(rule.Interval, clock);
        try
        {
            do
            {
                await RoundAsync(work, look, engine, cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        finally
        {
            await Task.WhenAll(_captures.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RoundAsync(ScheduledWork work, PodLook look, TriggerEngine engine, CancellationToken cancellationToken)
    {
        foreach (var (uid, ended) in _captures.Where(capture => capture.Value.IsCompleted).ToList())
        {
            _captures.Remove(uid);
            // A bug must not go by unseen; what was anticipated has been told.
            await ended;
        }

        IReadOnlyList<Observation> chosen;
        try
        {
            chosen = engine.Decide(await look.RunAsync(_captures.Keys, cancellationToken));
        }
        catch (ClusterException e)
        {
            progress.Warning($"{e.Message} The watch goes on.");
            return;
        }

        if (engine.Throttled > 0 && engine.Throttled != _throttled)
        {
            progress.Note($"{engine.Throttled} {(engine.Throttled == 1 ? "pod is" : "pods are")} left alone because of the limits");
        }

        _throttled = engine.Throttled;
        if (chosen.Count > 0)
        {
            var capture = CaptureAsync(work, chosen, cancellationToken);
            foreach (var seen in chosen)
            {
                _captures[seen.Uid] = capture;
            }
        }
    }

    private async Task CaptureAsync(ScheduledWork work, IReadOnlyList<Observation> chosen, CancellationToken cancellationToken)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{work.Trigger!.Condition} ({string.Join(", ", chosen.Select(seen => $"{seen.Pod}: {seen.Value:0.#}"))})");
        progress.Note($"Fires: {what}");
        try
        {
            var context = new RunContext(FleetSink.Time(clock.GetUtcNow()), 0);
            var run = await new ScheduleRun(connect, sink, recordingJson, progress).RunAsync(work, context, [.. chosen.Select(seen => seen.Pod)], cancellationToken);
            foreach (var failed in run.Failed)
            {
                progress.Warning($"{failed.Pod}: {failed.Failure!.Message}");
            }

            await TellAsync(work, run.FailedPods == 0, $"{what}: {summary(run)}", cancellationToken);
        }
        catch (Exception e) when (e is ClusterException or StorageException)
        {
            progress.Warning(e.Message);
            await TellAsync(work, false, $"{what}: {e.Message}", cancellationToken);
        }
    }

    // Where 'kubectl describe deployment' and 'schedule list' look. It says what the log says: no reason to fail.
    private async Task TellAsync(ScheduledWork work, bool succeeded, string message, CancellationToken cancellationToken)
    {
        progress.Note(message);
        try
        {
            await new PodEvents(connect()).RecordOnDeploymentAsync(connect().Namespace, ScheduleObjects.NameOf(work.Schedule), FiringReason, succeeded, message, cancellationToken);
        }
        catch (ClusterException e)
        {
            progress.Warning(e.Message);
        }
    }

    /// <summary>The reason of the Event that the Deployment gets for each firing.</summary>
    internal const string FiringReason = "JvmDebugTriggered";
}
