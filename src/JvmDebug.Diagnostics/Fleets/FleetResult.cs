namespace JvmDebug.Diagnostics.Fleets;

/// <summary>How it went in one pod, or in one JVM of a pod that has several.</summary>
/// <param name="Pid">The JVM; null where the pod has one or the work was about all of them.</param>
/// <param name="Result">What the work returned; default if it failed.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
public sealed record PodOutcome<T>(string Pod, int? Pid, TimeSpan Took, T? Result, Exception? Failure)
{
    /// <summary>Whether it failed with a part of the result whole, which is the result then.</summary>
    public bool IsPart { get; init; }

    public bool HasResult => Failure is null || IsPart;
}

/// <summary>How it went in all pods, in the order of their names.</summary>
public sealed record FleetResult<T>(DateTimeOffset Start, TimeSpan Took, int Pods, IReadOnlyList<PodOutcome<T>> Outcomes)
{
    public IEnumerable<T> Results => Outcomes.Where(outcome => outcome.HasResult).Select(outcome => outcome.Result!);

    public IReadOnlyList<PodOutcome<T>> Failed => [.. Outcomes.Where(outcome => outcome.Failure is not null)];

    /// <summary>The same, with those failed of whose result there is only a part.</summary>
    /// <param name="cut">Why it is a part; null if it is whole.</param>
    public FleetResult<T> WithParts(Func<T, Exception?> cut) => this with
    {
        Outcomes = [.. Outcomes.Select(outcome => outcome.Failure is null && cut(outcome.Result!) is { } failure ? outcome with { Failure = failure, IsPart = true } : outcome)],
    };

    /// <summary>Pods in which something failed, however many JVMs they have.</summary>
    public int FailedPods => Failed.Select(outcome => outcome.Pod).Distinct(StringComparer.Ordinal).Count();
}
