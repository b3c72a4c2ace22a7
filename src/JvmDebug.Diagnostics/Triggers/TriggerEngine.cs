namespace JvmDebug.Diagnostics.Triggers;

/// <summary>
/// Decides from one look after the other which pods are to be captured. It knows nothing of a cluster, and of time only
/// what its clock says.
/// </summary>
public sealed class TriggerEngine(TriggerRule rule, TimeProvider clock)
{
    private readonly Dictionary<string, PodState> _pods = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _actions = new();
    private bool _started;

    /// <summary>How many pods fulfilled the condition at the last look and were left alone because of the limits.</summary>
    public int Throttled { get; private set; }

    /// <param name="look">One observation for each pod there is; who is missing is forgotten.</param>
    /// <returns>Those to be captured now, the most pressing first. They count as captured.</returns>
    public IReadOnlyList<Observation> Decide(IReadOnlyList<Observation> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var now = clock.GetUtcNow();
        foreach (var gone in _pods.Keys.Except(look.Select(seen => seen.Uid)).ToList())
        {
            _pods.Remove(gone);
        }

        var ready = look.Where(seen => Holds(seen, now)).OrderByDescending(seen => seen.Value).ToList();
        _started = true;
        while (_actions.TryPeek(out var oldest) && now - oldest >= rule.Limits.ActionCountSlidingWindowDuration)
        {
            _actions.Dequeue();
        }

        List<Observation> chosen = [.. ready.Where(seen => !IsCooling(_pods[seen.Uid], now)).Take(Math.Max(0, rule.Limits.ActionCount - _actions.Count))];
        foreach (var seen in chosen)
        {
            _actions.Enqueue(now);
            var state = _pods[seen.Uid];
            state.LastAction = now;
            state.Since = null;
            state.Baseline = seen.Value!.Value;
        }

        Throttled = ready.Count - chosen.Count;
        return chosen;
    }

    // What was counted before the watch began is nobody's news; of a pod that came later all is.
    private bool Holds(Observation seen, DateTimeOffset now)
    {
        if (!_pods.TryGetValue(seen.Uid, out var state))
        {
            _pods[seen.Uid] = state = new PodState { Baseline = _started ? 0 : seen.Value ?? 0 };
        }

        // A JVM that is short of CPU is slow to answer too: one look without an answer does not say that the condition is over.
        state.Unanswered = seen.IsUnanswered ? state.Unanswered + 1 : 0;
        if (state.Unanswered == 1)
        {
            return false;
        }

        var excess = seen.Value - (rule.Condition.IsCounter ? state.Baseline : 0);
        state.Since = excess > rule.Condition.Threshold ? state.Since ?? now : null;
        return state.Since is { } since && now - since >= rule.Condition.For && seen.CanBeEntered;
    }

    private bool IsCooling(PodState state, DateTimeOffset now) => state.LastAction is { } last && now - last < rule.Limits.CoolDown;

    private sealed class PodState
    {
        public required double Baseline { get; set; }

        public DateTimeOffset? Since { get; set; }

        /// <summary>Looks in a row.</summary>
        public int Unanswered { get; set; }

        public DateTimeOffset? LastAction { get; set; }
    }
}
