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
    private readonly CancellationTokenSource _wanted = new();
    private Task<IExecSession?> _opening;

    /// <param name="delay">From now until it is opened; at once if it is not positive.</param>
    public ExecAhead(TimeSpan delay, Func<CancellationToken, Task<IExecSession>> open) =>
        _opening = OpenAsync(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, open, _wanted.Token, _end.Token);

    /// <summary>The exec, once; null if it was not opened yet, could not be, or has been taken. Disposing it is the taker's.</summary>
    public async Task<IExecSession?> TakeAsync(CancellationToken cancellationToken)
    {
        // The delay stands still while the computer sleeps; who needs the exec has looked at the clock.
        await _wanted.CancelAsync();
        var taken = await _opening.WaitAsync(cancellationToken);
        _opening = Task.FromResult<IExecSession?>(null);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (await TakeAsync(CancellationToken.None) is { } unused)
        {
            await unused.DisposeAsync();
        }

        _end.Dispose();
        _wanted.Dispose();
    }

    private static async Task<IExecSession?> OpenAsync(TimeSpan delay, Func<CancellationToken, Task<IExecSession>> open, CancellationToken wanted, CancellationToken end)
    {
        try
        {
            await Task.Delay(delay, wanted);
            return await open(end);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            return null;
        }
    }
}
