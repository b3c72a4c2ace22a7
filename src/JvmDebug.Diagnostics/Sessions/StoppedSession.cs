using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Sessions;

/// <summary>What became of a debug container that was to end.</summary>
/// <param name="Kept">Why it still runs, in words fit for the user; null if it was ended.</param>
public sealed record StoppedSession(RunningDebugContainer Session, string? Kept);
