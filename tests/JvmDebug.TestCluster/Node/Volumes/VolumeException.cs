namespace JvmDebug.TestCluster.Node.Volumes;

/// <summary>A volume cannot be made: the pod waits, and an event FailedMount says why.</summary>
internal sealed class VolumeException(string message) : Exception(message);
