using System.Net;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Namespaces;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Api.Security;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Store;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace JvmDebug.TestCluster.Api;

/// <summary>The API server: HTTPS on the loopback interface, with its own CA and the objects of a fresh cluster.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly ApiDispatcher _dispatcher;
    private readonly NamespaceController _namespaces;
    private readonly CancellationTokenSource _stop = new();
    private readonly IPAddress[] _addresses;
    private WebApplication? _app;
    private Task _running = Task.CompletedTask;

    /// <param name="podNetworkAddress">The node's address on the pods' network, for pods that call the API; null for none.</param>
    public ApiServer(ObjectStore store, INode node, IPAddress? podNetworkAddress = null)
    {
        _addresses = [IPAddress.Loopback, .. podNetworkAddress is null ? Array.Empty<IPAddress>() : [podNetworkAddress]];
        Certificates = new ClusterCertificates(_addresses);
        Registry = new ObjectRegistry(store, Strategies.For(store));
        Tokens = new ServiceAccountTokens(store);
        _namespaces = new NamespaceController(Registry, Certificates.Authority.ExportCertificatePem());
        var authorizer = new RbacAuthorizer(store);
        _dispatcher = new ApiDispatcher(
            new Authenticator(Tokens),
            new Impersonation(authorizer),
            authorizer,
            new ReviewHandler(authorizer, Tokens),
            new ResourceHandler(Registry, _namespaces),
            new ScaleHandler(Registry),
            new PodSubresources(Registry, authorizer, node),
            new FaultsHandler(Faults));
    }

    public ObjectRegistry Registry { get; }

    public ServiceAccountTokens Tokens { get; }

    public ClusterCertificates Certificates { get; }

    public Faults Faults { get; } = new();

    /// <summary>As the host reaches it.</summary>
    public Uri Url { get; private set; } = new("https://127.0.0.1");

    /// <summary>As pods reach it; null before the start and without a pod network.</summary>
    public Uri? PodNetworkUrl { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Bootstrap();
        await ListenAsync(_ => 0, cancellationToken);
        var urls = _app!.Urls.Select(u => new Uri(u)).ToList();
        Url = urls.First(u => u.IsLoopback);
        PodNetworkUrl = urls.Find(u => !u.IsLoopback);
        _running = Task.WhenAll(_namespaces.RunAsync(_stop.Token), RestartAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await HangUpAsync();
        Tokens.Dispose();
        Certificates.Dispose();
        _stop.Dispose();
    }

    // What a new process of a real server finds in etcd stays in this one: objects, keys, controllers.
    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        await foreach (var away in Faults.Outages(cancellationToken))
        {
            await HangUpAsync();
            await Task.Delay(away, cancellationToken);
            await ListenAgainAsync(cancellationToken);
        }
    }

    // Meanwhile the port may serve a connection that goes out.
    private async Task ListenAgainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ListenAsync(address => (IPAddress.IsLoopback(address) ? Url : PodNetworkUrl!).Port, cancellationToken);
                return;
            }
            catch (IOException)
            {
                await _app!.DisposeAsync();
                _app = null;
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private async Task ListenAsync(Func<IPAddress, int> port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 3 * 1024 * 1024; // As etcd and the API server have it.
            options.Limits.MinResponseDataRate = null; // A watch and an exec may be quiet or slow for as long as they like.
            foreach (var address in _addresses)
            {
                options.Listen(address, port(address), ConfigureHttps);
            }
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(_dispatcher.HandleAsync);
        await _app.StartAsync(cancellationToken);
    }

    private async Task HangUpAsync()
    {
        if (_app is not null)
        {
            // Watches and execs would hold up an orderly end for as long as their clients like.
            using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _app.StopAsync(now.Token);
            await _app.DisposeAsync();
            _app = null;
        }
    }

    private void ConfigureHttps(ListenOptions listen)
    {
        // HTTP/1.1 alone: an exec needs an upgraded connection, and every client of a Kubernetes API speaks it.
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(Certificates.Server, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => Certificates.Signed(certificate);
        });
    }

    private void Bootstrap()
    {
        var context = new WriteContext("kube-apiserver");
        foreach (var (type, value) in BootstrapRoles.All())
        {
            Registry.Create(type, "", value, context);
        }

        foreach (var name in new[] { "default", "kube-system" })
        {
            Registry.Create(ResourceCatalog.Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, context);
            _namespaces.Populate(name);
        }
    }
}
