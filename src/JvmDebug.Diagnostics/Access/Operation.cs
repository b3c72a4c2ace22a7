using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Diagnostics.Access;

/// <summary>Something a user wants to do, and the least it takes in the target's namespace.</summary>
public sealed record Operation(string Name, string Purpose, IReadOnlyList<AccessRight> Permissions);
