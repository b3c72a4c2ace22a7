using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JvmDebug.Kubernetes.Configuration;
using k8s.Exceptions;

namespace JvmDebug.Kubernetes;

/// <summary>One API server, one identity, one default namespace, as kubectl would choose them.</summary>
public sealed class ClusterConnection : IDisposable
{
    private static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(10);

    private readonly CredentialPlugin? _plugin;

    private ClusterConnection(ConnectionSettings settings, TimeSpan requestTimeout)
    {
        var configuration = settings.Client;
        Server = configuration.Host;
        Namespace = settings.Namespace;
        RequestTimeout = requestTimeout;
        configuration.HttpClientTimeout = requestTimeout;
        configuration.UserAgent = "jvmdebug";
        // exec cannot use HTTP/2; with HTTP/1.1 it takes over the connection that the request before it has opened.
        configuration.DisableHttp2 = true;
        configuration.FirstMessageHandlerSetup = handler => SetUp(handler, settings, requestTimeout);
        Client = new k8s.Kubernetes(configuration, new HeadersHandler(settings.Impersonation, configuration.TlsServerName), new RetryHandler(requestTimeout));
        _plugin = configuration.TokenProvider as CredentialPlugin;
        Errors = new ClusterErrors(Server, _plugin);
    }

    public string Server { get; }

    /// <summary>The namespace that applies when the user names none.</summary>
    public string Namespace { get; }

    internal k8s.Kubernetes Client { get; }

    internal ClusterErrors Errors { get; }

    internal TimeSpan RequestTimeout { get; }

    /// <summary>Reads the kubeconfig; contacts nothing but a credential plugin named there.</summary>
    /// <exception cref="ClusterException">Configuration; Unauthorized when a credential plugin gives no credentials.</exception>
    public static ClusterConnection Open(ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var timeout = options.RequestTimeout ?? DefaultRequestTimeout;
        try
        {
            // kubectl's --request-timeout=0 means no bound.
            var settings = ConnectionSettings.Resolve(options);
            if (options.AloneUsesTls && settings.Authorities.Count > 0)
            {
                SystemTrustStore.LeaveUnread(settings.Authorities[0]);
            }

            return new ClusterConnection(settings, timeout > TimeSpan.Zero ? timeout : Timeout.InfiniteTimeSpan);
        }
        catch (Exception e) when (e is KubeConfigException or IOException or UnauthorizedAccessException or FormatException
            or CryptographicException or ArgumentException)
        {
            throw KubeConfig.Broken(e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>What <see cref="ClusterOptions.Context"/> can be.</summary>
    /// <exception cref="ClusterException">Configuration.</exception>
    public static IReadOnlyList<string> ContextsOf(ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return KubeConfig.Load(options.KubeConfig).Contexts;
    }

    public void Dispose()
    {
        Client.Dispose();
        _plugin?.Dispose();
    }

    private static void SetUp(SocketsHttpHandler handler, ConnectionSettings settings, TimeSpan requestTimeout)
    {
        handler.ConnectTimeout = requestTimeout > TimeSpan.Zero && requestTimeout < LongestConnect ? requestTimeout : LongestConnect;
        handler.ConnectCallback = TcpConnector.ConnectAsync;
        handler.Proxy = settings.Proxy;
        handler.UseProxy = settings.Proxy is not null;

        if (settings.Authorities.Count > 0 && !settings.Client.SkipTlsVerify)
        {
            // The client's own callback accepts any host name once the chain ends in a private authority, and it reads only
            // the first certificate of a bundle (KubernetesClient 21.0.8).
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(settings.Authorities);
        }
    }

    // The name to expect in the server's certificate follows the Host header (SocketsHttpHandler).
    private sealed class HeadersHandler(IReadOnlyList<KeyValuePair<string, string>> impersonation, string? tlsServerName) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Host = tlsServerName ?? request.Headers.Host;
            foreach (var (name, value) in impersonation)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
