namespace JvmDebug.Diagnostics.Doctor;

/// <param name="Inject">Go on inside the pod, with a debug container like every other command's.</param>
public sealed record DoctorRequest(DebugTarget Target, bool Inject);
