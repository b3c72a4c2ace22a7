namespace JvmDebug.Diagnostics.Triggers;

/// <summary>What one look at one pod gave.</summary>
/// <param name="Uid">Of the pod: another pod can come under the same name.</param>
/// <param name="Value">In the unit of the condition's threshold; null if it could not be had.</param>
/// <param name="IsUnanswered">It was asked for its value and gave none in time, or could not be reached.</param>
/// <param name="CanBeEntered">Whether its container runs, and nothing of ours is at work in it.</param>
public sealed record Observation(string Pod, string Uid, double? Value, bool CanBeEntered, bool IsUnanswered = false);
