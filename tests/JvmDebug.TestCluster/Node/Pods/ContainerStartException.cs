namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A container could not be started for now: the reason and message of its <c>waiting</c> state.</summary>
internal sealed class ContainerStartException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
