using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// An exec that is opened before it is needed, so that its way to the pod is behind it when the time has come. It may fail:
/// then there is none, and whoever needs it opens one, which tells why.
/// </summary>
internal sealed class ExecAhead : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task<IExecSession?> _opening;

    /// <param name="delay">From now until it is opened; at once if it is not positive.</param>
    public ExecAhead(TimeSpan delay, Func<CancellationToken, Task<IExecSession>> open) =>
        _opening = OpenAsync(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, open, _end.Token);

    /// <summary>The exec, once; null if it could not be opened or has been taken. Disposing it is the taker's.</summary>
    public async Task<IExecSession?> TakeAsync()
    {
        var taken = await _opening;
        _opening = Task.FromResult<IExecSession?>(null);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (await TakeAsync() is { } unused)
        {
            await unused.DisposeAsync();
        }

        _end.Dispose();
    }

    private static async Task<IExecSession?> OpenAsync(TimeSpan delay, Func<CancellationToken, Task<IExecSession>> open, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, cancellationToken);
            return await open(cancellationToken);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            return null;
        }
    }
}
