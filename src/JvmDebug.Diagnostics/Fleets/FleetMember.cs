namespace JvmDebug.Diagnostics.Fleets;

/// <summary>One pod of a fleet, with all that a use case takes; its progress is one line, its warnings name the pod.</summary>
public sealed record FleetMember(string Pod, DebugTarget Target, DebugSessionFactory Sessions, IProgressReporter Progress);
