using System.Diagnostics;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Diagnostics.Fleets;

/// <summary>
/// Does the same in every pod of a target, so many at a time; what goes wrong in one pod is that pod's alone. Nothing is
/// kept of a pod but its outcome, so memory does not grow with what passes through.
/// </summary>
public sealed class Fleet(Func<ClusterConnection> connect, IProgressReporter progress, DebugDefaults defaults)
{
    /// <param name="target">What the user named; <see cref="DebugTarget.Parallel"/> bounds how many pods are entered at once.</param>
    /// <param name="work">What happens in one pod: a use case made from the member's sessions and progress, run on the member's target.</param>
    /// <returns>
    /// One outcome a pod, in the order of names; where <paramref name="work"/> needs one JVM and a pod has several, one a JVM.
    /// After a cancellation too: what had been done by then is somebody's to write down, who then gives up.
    /// </returns>
    /// <exception cref="ClusterException">The pods could not be listed, or there are none.</exception>
    public async Task<FleetResult<T>> RunAsync<T>(DebugTarget target, Func<FleetMember, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        progress.Stage("Looking for the pods");
        var pods = await new TargetResolver(connect()).ResolveAllAsync(target.Name, target.Selector, cancellationToken);
        return await RunAsync([.. pods.Select(pod => pod.Metadata.Name)], target, work, cancellationToken);
    }

    internal async Task<FleetResult<T>> RunAsync<T>(IReadOnlyList<string> pods, DebugTarget target, Func<FleetMember, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var start = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var outcomes = new IReadOnlyList<PodOutcome<T>>?[pods.Count];
        var finished = 0;
        progress.Stage($"Working in {pods.Count} pods, {Math.Min(target.Parallel, pods.Count)} at a time");
        progress.Count(0, pods.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = target.Parallel, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, pods.Count), options, async (index, token) =>
            {
                outcomes[index] = await EnterAsync(pods[index], target, work, token);
                progress.Count(Interlocked.Increment(ref finished), pods.Count);
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pods that were never entered have no outcome yet.
        }

        return new FleetResult<T>(
            start,
            clock.Elapsed,
            pods.Count,
            [.. outcomes.SelectMany((ofPod, index) => ofPod ?? [NotEntered<T>(pods[index])]).OrderBy(outcome => outcome.Pod, StringComparer.Ordinal)]);
    }

    private async Task<IReadOnlyList<PodOutcome<T>>> EnterAsync<T>(string pod, DebugTarget target, Func<FleetMember, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var single = target with { Name = "pod/" + pod, Selector = null, All = false, Any = false };
        var outcome = await TryAsync(pod, single, work, cancellationToken);
        if (outcome.Failure is not JvmException { Reason: JvmFailure.SeveralJvms, Candidates: { Count: > 1 } candidates })
        {
            Tell(outcome);
            return [outcome];
        }

        // All means all JVMs too; one after another, for they share the pod's limits.
        var outcomes = new List<PodOutcome<T>>();
        foreach (var pid in candidates)
        {
            outcomes.Add(await TryAsync(pod, single with { Pid = pid }, work, cancellationToken));
            Tell(outcomes[^1]);
        }

        return outcomes;
    }

    private async Task<PodOutcome<T>> TryAsync<T>(string pod, DebugTarget target, Func<FleetMember, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var quiet = new PodProgress(pod, progress);
            await using var sessions = new DebugSessionFactory(connect, quiet, defaults);
            var result = await work(new FleetMember(pod, target, sessions, quiet), cancellationToken);
            return new PodOutcome<T>(pod, target.Pid, clock.Elapsed, result, null);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            return new PodOutcome<T>(pod, target.Pid, clock.Elapsed, default, new OperationCanceledException("Cancelled before it was done.", e));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Even a bug that one pod brings to light must not cost the others' results; the outcome carries it on.
            return new PodOutcome<T>(pod, target.Pid, clock.Elapsed, default, e);
        }
    }

    private static PodOutcome<T> NotEntered<T>(string pod) => new(pod, null, TimeSpan.Zero, default, new OperationCanceledException("Cancelled before it was entered."));

    private void Tell<T>(PodOutcome<T> outcome)
    {
        if (outcome.Failure is OperationCanceledException)
        {
            return;
        }

        var line = FormattableString.Invariant($"{outcome.Pod}{(outcome.Pid is { } pid ? $" (process {pid})" : "")}: {(outcome.Failure is null ? "done" : "failed")} after {outcome.Took.TotalSeconds:0.0} s");
        progress.Note(line);
    }
}
