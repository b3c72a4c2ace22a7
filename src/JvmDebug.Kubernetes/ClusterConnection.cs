using k8s;

namespace JvmDebug.Kubernetes;

/// <summary>One API server, one identity, one default namespace, as kubectl would choose them.</summary>
public sealed class ClusterConnection : IDisposable
{
    private static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(30);

    private readonly k8s.Kubernetes _client;

    private ClusterConnection(KubernetesClientConfiguration configuration, ClusterOptions options)
    {
        Server = configuration.Host;
        Namespace = options.Namespace ?? (string.IsNullOrEmpty(configuration.Namespace) ? "default" : configuration.Namespace);
        TlsServerName = configuration.TlsServerName;
        Impersonation = ImpersonationHeaders(options);
        configuration.HttpClientTimeout = options.RequestTimeout ?? DefaultRequestTimeout;
        configuration.UserAgent = "jvmdebug";
        _client = new k8s.Kubernetes(configuration, new HeadersHandler(Impersonation));
        Errors = new ClusterErrors(Server);
    }

    public string Server { get; }

    /// <summary>The namespace that applies when the user names none.</summary>
    public string Namespace { get; }

    internal k8s.Kubernetes Client => _client;

    internal ClusterErrors Errors { get; }

    internal string? TlsServerName { get; }

    /// <summary>Impersonate-User and its kin: the client has no option for them, and WebSockets need them as well.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Impersonation { get; }

    /// <summary>Reads the kubeconfig; contacts nothing but a credential plugin named there.</summary>
    /// <exception cref="ClusterException">Configuration.</exception>
    public static ClusterConnection Open(ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return new ClusterConnection(KubeConfig.Load(options), options);
        }
        catch (Exception e) when (e is k8s.Exceptions.KubeConfigException or IOException or UnauthorizedAccessException or FormatException
            or System.Security.Cryptography.CryptographicException or UriFormatException or ArgumentException
            || e.GetType().Namespace?.StartsWith("YamlDotNet", StringComparison.Ordinal) == true)
        {
            throw new ClusterException(ClusterFailure.Configuration, $"The kubeconfig cannot be used: {e.Message} Check it with 'kubectl config view', or name another with --kubeconfig.", e);
        }
    }

    public void Dispose() => _client.Dispose();

    private static List<KeyValuePair<string, string>> ImpersonationHeaders(ClusterOptions options)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (options.As is not null)
        {
            headers.Add(new("Impersonate-User", options.As));
        }

        if (options.AsUid is not null)
        {
            headers.Add(new("Impersonate-Uid", options.AsUid));
        }

        headers.AddRange(options.AsGroups.Select(group => new KeyValuePair<string, string>("Impersonate-Group", group)));
        return headers;
    }

    private sealed class HeadersHandler(IReadOnlyList<KeyValuePair<string, string>> headers) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
