using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using YamlDotNet.RepresentationModel;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>What kubeconfig and options together say about a connection. Options win, as with kubectl.</summary>
internal sealed record ConnectionSettings
{
    public required KubernetesClientConfiguration Client { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Empty: the system's own authorities.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    public WebProxy? Proxy { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Impersonation { get; init; } = [];

    public static ConnectionSettings Resolve(ClusterOptions options)
    {
        var kubeConfig = KubeConfig.Load(options.KubeConfig);
        if (kubeConfig.IsEmpty && options.Server is null && KubernetesClientConfiguration.IsInCluster())
        {
            return InCluster(options);
        }

        var contextName = options.Context ?? kubeConfig.CurrentContext;
        var context = contextName is null ? null : kubeConfig.Context(contextName);
        if (context is null && (options.Context is not null || contextName is not null && options.Server is null))
        {
            throw KubeConfig.Broken($"there is no context '{contextName}' in {string.Join(", ", kubeConfig.Paths)}; it has: {string.Join(", ", kubeConfig.Contexts)}");
        }

        var clusterName = options.Cluster ?? context?.Text("cluster");
        var userName = options.User ?? context?.Text("user");
        var cluster = clusterName is null ? null : kubeConfig.Cluster(clusterName) ?? throw KubeConfig.Broken($"there is no cluster '{clusterName}'");
        var user = userName is null ? null : kubeConfig.User(userName) ?? throw KubeConfig.Broken($"there is no user '{userName}'");
        var server = options.Server ?? cluster?.Text("server") ?? throw KubeConfig.Broken(NoServer(kubeConfig));
        var client = new KubernetesClientConfiguration
        {
            Host = Uri.TryCreate(server, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? server : throw KubeConfig.Broken($"'{server}' is not the URL of a server"),
            SkipTlsVerify = options.InsecureSkipTlsVerify || cluster?.Flag("insecure-skip-tls-verify") == true,
            TlsServerName = options.TlsServerName ?? cluster?.Text("tls-server-name"),
        };
        UserCredentials.Apply(client, user, cluster, options);
        return new ConnectionSettings
        {
            Client = client,
            Namespace = options.Namespace ?? context?.Text("namespace") ?? "default",
            Authorities = AuthoritiesOf(cluster, options),
            Proxy = ProxyOf(client, cluster?.Text("proxy-url")),
            Impersonation = [.. ImpersonationOf(user, options)],
        };
    }

    private static ConnectionSettings InCluster(ClusterOptions options)
    {
        var client = KubernetesClientConfiguration.InClusterConfig();
        var authorities = client.SslCaCerts;
        client.SslCaCerts = null;
        client.TokenProvider = new TokenFile(TokenFile.OfPod);
        UserCredentials.Override(client, options);
        return new ConnectionSettings
        {
            Client = client,
            Namespace = options.Namespace ?? (client.Namespace?.Trim() is { Length: > 0 } own ? own : "default"),
            Authorities = authorities,
            Proxy = ProxyOf(client, null),
            Impersonation = [.. ImpersonationOf(null, options)],
        };
    }

    private static WebProxy? ProxyOf(KubernetesClientConfiguration client, string? configured) =>
        ApiServerProxy.Choose(new Uri(client.Host), configured, Environment.GetEnvironmentVariable);

    private static string NoServer(KubeConfig kubeConfig) => kubeConfig.IsEmpty
        ? "there is none: neither --kubeconfig nor KUBECONFIG nor ~/.kube/config names a file, and this is not a pod"
        : $"{string.Join(", ", kubeConfig.Paths)} sets no current-context; choose one with --context: {string.Join(", ", kubeConfig.Contexts)}";

    private static X509Certificate2Collection AuthoritiesOf(KubeConfigSection? cluster, ClusterOptions options)
    {
        var data = options.CertificateAuthority is null ? cluster?.Text("certificate-authority-data") : null;
        var file = options.CertificateAuthority ?? cluster?.Path("certificate-authority");
        var authorities = new X509Certificate2Collection();
        if (data is null && file is null)
        {
            return authorities;
        }

        try
        {
            authorities.ImportFromPem(data is null ? File.ReadAllText(file!) : Encoding.UTF8.GetString(Convert.FromBase64String(data)));
            return authorities.Count > 0
                ? authorities
                : throw KubeConfig.Broken($"there is no certificate in {(data is null ? file : "certificate-authority-data")}");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw KubeConfig.Broken($"the certificate authority cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    // The client has no option for these, and WebSockets need them as well.
    private static IEnumerable<KeyValuePair<string, string>> ImpersonationOf(KubeConfigSection? user, ClusterOptions options)
    {
        if ((options.As ?? user?.Text("as")) is { } name)
        {
            yield return new("Impersonate-User", name);
        }

        if ((options.AsUid ?? user?.Text("as-uid")) is { } uid)
        {
            yield return new("Impersonate-Uid", uid);
        }

        foreach (var group in options.AsGroups.Count > 0 ? options.AsGroups : user?.Texts("as-groups") ?? [])
        {
            yield return new("Impersonate-Group", group);
        }

        foreach (var (key, values) in user?.Section("as-user-extra")?.Entries() ?? [])
        {
            foreach (var value in (values as YamlSequenceNode)?.Children.OfType<YamlScalarNode>() ?? [])
            {
                yield return new("Impersonate-Extra-" + Uri.EscapeDataString(key), value.Value ?? "");
            }
        }
    }
}
