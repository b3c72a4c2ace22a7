using JvmDebug.Diagnostics.Doctor.Checks;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>Every check on what was gathered, in the order a command would meet the obstacles.</summary>
internal static class Examination
{
    public static IEnumerable<Finding> OfPod(ClusterFacts facts) =>
    [
        .. PodCheck.Of(facts),
        .. NodeCheck.Of(facts),
        .. AdmissionCheck.Of(facts),
        DebugContainersCheck.Of(facts),
    ];

    /// <param name="jvm">Null: only what the manifest tells.</param>
    public static IEnumerable<Finding> OfJvm(ClusterFacts facts, JvmFacts? jvm) =>
    [
        IdentityCheck.Of(facts, jvm),
        .. AttachCheck.Of(facts, jvm),
        .. jvm is null ? [] : LeftoversCheck.Of(facts, jvm),
        .. jvm is null || jvm.Scan.Obstacle == "credentials" ? [] : FlightRecorderCheck.Of(jvm),
        .. SpaceCheck.Of(facts, jvm),
        .. MemoryCheck.Of(facts, jvm),
        LivenessCheck.Of(facts, jvm),
    ];
}
