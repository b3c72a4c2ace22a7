namespace JvmDebug.Diagnostics.Triggers;

/// <summary>A condition, how often it is looked at, and how often it may be acted on. The words are those of dotnet-monitor's collection rules.</summary>
/// <param name="Interval">Between two looks.</param>
public sealed record TriggerRule(TriggerCondition Condition, TimeSpan Interval, TriggerLimits Limits)
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(15);
}

/// <param name="ActionCount">At most so many captures, of all pods together, ...</param>
/// <param name="ActionCountSlidingWindowDuration">... within so long.</param>
/// <param name="CoolDown">A pod that was captured is left alone for so long.</param>
public sealed record TriggerLimits(int ActionCount, TimeSpan ActionCountSlidingWindowDuration, TimeSpan CoolDown)
{
    public static TriggerLimits Default { get; } = new(5, TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
}
