using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Doctor;

/// <param name="Target">Null if it was not come to a pod.</param>
/// <param name="LookedInside">Whether a JVM was examined from inside its pod.</param>
public sealed record DoctorReport(ContainerRef? Target, bool LookedInside, IReadOnlyList<Finding> Findings)
{
    /// <summary>The side of what fails, the cluster's first because it comes before the JVM's; null if nothing does.</summary>
    public Side? Refused => Findings.Where(finding => finding.Outcome == Outcome.Fail).Select(finding => (Side?)finding.Side).Min();
}
