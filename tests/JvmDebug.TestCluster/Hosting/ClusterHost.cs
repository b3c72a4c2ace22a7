using JvmDebug.TestCluster.Api;
using JvmDebug.TestCluster.Api.Security;
using JvmDebug.TestCluster.Controllers;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Hosting;

/// <summary>
/// A whole cluster in this process: API server, controllers, one node with real containers. Disposing it leaves nothing
/// but the image cache and the (then useless) kubeconfig.
/// </summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private readonly IDisposable _claim;
    private readonly NodeHost _node;
    private readonly ApiServer _api;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _controllers;

    private ClusterHost(IDisposable claim, NodeHost node, ApiServer api, string kubeconfig)
    {
        _claim = claim;
        _node = node;
        _api = api;
        KubeconfigPath = kubeconfig;
        _controllers = new ControllerManager(api.Registry, api.Faults.Clock).RunAsync(_stop.Token);
    }

    public Uri Url => _api.Url;

    /// <summary>The administrator's kubeconfig.</summary>
    public string KubeconfigPath { get; }

    public Faults Faults => _api.Faults;

    /// <exception cref="ClusterRunsException">Another process runs a cluster in that directory.</exception>
    /// <exception cref="NodeException">The node did not come up; the message says what is missing.</exception>
    public static async Task<ClusterHost> StartAsync(ClusterHostOptions options, CancellationToken cancellationToken)
    {
        var directory = new ClusterDirectory(options.Directory);
        var claim = directory.Claim();
        NodeHost? node = null;
        ApiServer? api = null;
        try
        {
            var store = new ObjectStore();
            node = await NodeHost.StartAsync(
                store,
                new NodeOptions(directory.Path, options.ImagesDirectory)
                {
                    ApiServer = () => api?.PodNetworkUrl,
                    RequestToken = (request, _) => Task.FromResult(Credential(api!, request)),
                },
                cancellationToken);
            api = new ApiServer(store, node.Node, node.Gateway);
            await api.StartAsync(cancellationToken);
            var kubeconfig = options.KubeconfigPath ?? directory.Kubeconfig;
            await WriteKubeconfigAsync(kubeconfig, api, cancellationToken);
            return new ClusterHost(claim, node, api, kubeconfig);
        }
        catch
        {
            await DisposeAsync(claim, node, api);
            throw;
        }
    }

    /// <summary>Imports image archives that were not there at the start; returns the names that are new.</summary>
    public Task<IReadOnlyList<string>> ImportAsync(string imagesDirectory, CancellationToken cancellationToken) =>
        _node.ImportAsync(imagesDirectory, cancellationToken);

    /// <summary>A kubeconfig for a ServiceAccount; the token may live shorter than the API allows, to test expired ones.</summary>
    public string KubeconfigFor(string ns, string serviceAccount, TimeSpan lifetime) => Kubeconfig.ForToken(
        _api.Url,
        _api.Certificates.Authority,
        _api.Tokens.Issue(ns, serviceAccount, lifetime) ?? throw new ArgumentException($"there is no ServiceAccount {ns}/{serviceAccount}"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _controllers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync(_claim, _node, _api);
        _stop.Dispose();
    }

    // Clients first, then what they talk to; the directory is free only when all is gone.
    private static async Task DisposeAsync(IDisposable claim, NodeHost? node, ApiServer? api)
    {
        if (api is not null)
        {
            await api.DisposeAsync();
        }

        if (node is not null)
        {
            await node.DisposeAsync();
        }

        claim.Dispose();
    }

    private static ServiceAccountCredential Credential(ApiServer api, ServiceAccountTokenRequest request)
    {
        var lifetime = api.Faults.PodTokenLifetime ?? request.Expiration;
        var token = api.Tokens.Issue(request.Namespace, request.ServiceAccount, lifetime)
            ?? throw new NodeException($"serviceaccounts \"{request.ServiceAccount}\" not found");
        return new ServiceAccountCredential(token, api.Certificates.Authority.ExportCertificatePem(), lifetime);
    }

    private static async Task WriteKubeconfigAsync(string path, ApiServer api, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var text = Kubeconfig.ForCertificate(api.Url, api.Certificates.Authority, api.Certificates.Administrator);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
    }
}

/// <param name="Directory">Everything of the cluster is below it.</param>
/// <param name="ImagesDirectory">Image archives (<c>*.tar</c>) imported at the start.</param>
/// <param name="KubeconfigPath">Where the administrator's kubeconfig goes; null for <c>DIRECTORY/kubeconfig</c>.</param>
internal sealed record ClusterHostOptions(string Directory, string ImagesDirectory, string? KubeconfigPath = null);
