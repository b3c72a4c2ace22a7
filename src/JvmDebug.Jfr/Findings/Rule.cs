using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings;

/// <summary>One question asked of a recording. Its thresholds stand beside it, with where they come from.</summary>
/// <param name="needs">Event types it looks at; it cannot be judged when none of them was recorded.</param>
internal abstract class Rule(string id, string title, params string[] needs)
{
    public string Id { get; } = id;

    public string Title { get; } = title;

    public IReadOnlyList<string> Needs { get; } = needs;

    /// <summary>What was recorded is enough to judge by.</summary>
    public virtual bool IsEnough(RecordingFacts facts) => true;

    /// <returns>Null if there is nothing to say.</returns>
    public abstract Finding? Judge(RecordingFacts facts);

    /// <summary>A sentence if no more than so many of the events were recorded, whatever happened; else nothing.</summary>
    protected static string Sampled(RecordingFacts facts, params string[] eventTypes) =>
        eventTypes.Select(facts.Settings.ThrottleOf).FirstOrDefault(throttle => throttle is not null) is { } throttle ? $" At most {throttle} were recorded of each kind, so there may have been more." : "";

    /// <summary>A finding if the score is worth one.</summary>
    protected Finding? Found(int score, string summary, string advice, IEnumerable<string>? evidence = null, string? link = null) =>
        score < Score.Warning ? null : new Finding(Id, Title, score, summary, [.. evidence ?? []], advice, link is null ? null : new Uri(link));
}
