namespace JvmDebug.Diagnostics.Fleets;

/// <summary>How it went in one pod, or in one JVM of a pod that has several.</summary>
/// <param name="Pid">The JVM; null where the pod has one or the work was about all of them.</param>
/// <param name="Result">What the work returned; default if it failed.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
public sealed record PodOutcome<T>(string Pod, int? Pid, TimeSpan Took, T? Result, Exception? Failure);

/// <summary>How it went in all pods, in the order of their names.</summary>
public sealed record FleetResult<T>(DateTimeOffset Start, TimeSpan Took, int Pods, IReadOnlyList<PodOutcome<T>> Outcomes)
{
    public IEnumerable<T> Results => Outcomes.Where(outcome => outcome.Failure is null).Select(outcome => outcome.Result!);

    public IReadOnlyList<PodOutcome<T>> Failed => [.. Outcomes.Where(outcome => outcome.Failure is not null)];

    /// <summary>Pods in which something failed, however many JVMs they have.</summary>
    public int FailedPods => Failed.Select(outcome => outcome.Pod).Distinct(StringComparer.Ordinal).Count();
}
