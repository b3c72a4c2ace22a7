namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// A stream that may not fall silent. A WebSocket's pongs come from the API server: they say nothing about the node behind
/// it, whose connection can be gone while ours is fine.
/// </summary>
internal sealed class SilenceGuard(Stream source, TimeSpan longest) : PullStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            return await source.ReadAsync(buffer, patience.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException(ClusterFailure.ConnectionLost, $"The pod sent nothing for {longest.TotalSeconds:0} s.", e);
        }
    }
}
