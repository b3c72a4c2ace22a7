using System.Net.Http.Headers;

namespace JvmDebug.Kubernetes.Configuration;

internal sealed partial class CredentialPlugin
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    // Several requests find at the same time that the token has expired; a plugin may ask its user to log in, once.
    private readonly SemaphoreSlim _turn = new(1);
    private volatile ExecCredential? _credential;
    private volatile ClusterException? _failure;
    private volatile int _runs;

    /// <summary>
    /// Sends a request with a token that has not expired; if the server does not take it (client-go, too, runs the plugin again
    /// after a 401: a token can end before its time, or name none), once more with another. The plugin runs between the requests,
    /// not within: their time limit is not for a user who logs in.
    /// </summary>
    public async Task<T> SendAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        if (IsExpired(_credential))
        {
            await RenewAsync(_credential, cancellationToken);
        }

        var used = _credential;
        try
        {
            return await request(cancellationToken);
        }
        catch (ClusterException e) when (e.Reason == ClusterFailure.Unauthorized)
        {
            await RenewAsync(used, cancellationToken);
            if (_credential?.Token == used?.Token)
            {
                throw;
            }
        }

        return await request(cancellationToken);
    }

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AuthenticationHeaderValue("Bearer", _credential?.Token));

    public void Dispose() => _turn.Dispose();

    private static bool IsExpired(ExecCredential? credential) => credential is null || credential.Expires < DateTimeOffset.UtcNow + Early;

    private async Task RenewAsync(ExecCredential? useless, CancellationToken cancellationToken)
    {
        var seen = _runs;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!ReferenceEquals(_credential, useless))
            {
                return;
            }

            // Whoever waited for a run that failed has its failure: 32 workers are no reason for 32 attempts.
            if (_runs != seen && _failure is { } failure)
            {
                throw failure;
            }

            await RunOnceAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            (_credential, _failure) = (await RunAsync(cancellationToken), null);
            _runs++;
        }
        catch (ClusterException e)
        {
            _failure = e;
            _runs++;
            throw;
        }
    }
}
