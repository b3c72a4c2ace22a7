using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace JvmDebug.Kubernetes;

/// <summary>
/// kubectl's rules for finding and overriding a kubeconfig (client-go <c>clientcmd</c>): <c>--kubeconfig</c>, else the
/// files of <c>KUBECONFIG</c> merged (missing ones skipped, the first that sets a name wins), else <c>~/.kube/config</c>,
/// else the pod's own service account.
/// </summary>
internal static class KubeConfig
{
    public static KubernetesClientConfiguration Load(ClusterOptions options)
    {
        var files = Files(options).ToList();
        if (files.Count == 0)
        {
            return options.Server is null && KubernetesClientConfiguration.IsInCluster()
                ? KubernetesClientConfiguration.InClusterConfig()
                : options.Server is not null
                    ? Override(new KubernetesClientConfiguration { Host = options.Server }, options)
                    : throw new KubeConfigException("there is none: neither --kubeconfig nor KUBECONFIG nor ~/.kube/config names a file, and this is not a pod.");
        }

        var merged = Merge([.. files.Select(Read)]);
        var context = options.Context ?? merged.CurrentContext;
        if (options.Context is not null && !(merged.Contexts ?? []).Any(c => c.Name == options.Context))
        {
            throw new KubeConfigException($"the context '{options.Context}' is not in {string.Join(", ", files)}.");
        }

        Redirect(merged, context, options);
        return Override(KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, context, options.Server), options);
    }

    private static IEnumerable<string> Files(ClusterOptions options)
    {
        if (options.KubeConfig is not null)
        {
            return File.Exists(options.KubeConfig)
                ? [options.KubeConfig]
                : throw new KubeConfigException($"the file {options.KubeConfig} does not exist.");
        }

        var variable = Environment.GetEnvironmentVariable("KUBECONFIG");
        var candidates = string.IsNullOrEmpty(variable)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return candidates.Where(File.Exists);
    }

    // Certificate paths are relative to the file that names them, so they are made absolute before files are merged.
    private static K8SConfiguration Read(string file)
    {
        var configuration = KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(file), useRelativePaths: false);
        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        foreach (var cluster in configuration.Clusters ?? [])
        {
            cluster.ClusterEndpoint?.CertificateAuthority = Absolute(directory, cluster.ClusterEndpoint.CertificateAuthority);
        }

        foreach (var credentials in (configuration.Users ?? []).Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            credentials.ClientCertificate = Absolute(directory, credentials.ClientCertificate);
            credentials.ClientKey = Absolute(directory, credentials.ClientKey);
        }

        return configuration;
    }

    private static string? Absolute(string directory, string? path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, directory);

    private static K8SConfiguration Merge(IReadOnlyList<K8SConfiguration> configurations) => new()
    {
        ApiVersion = "v1",
        Kind = "Config",
        CurrentContext = configurations.Select(c => c.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
        Clusters = [.. configurations.SelectMany(c => c.Clusters ?? []).DistinctBy(c => c.Name)],
        Contexts = [.. configurations.SelectMany(c => c.Contexts ?? []).DistinctBy(c => c.Name)],
        Users = [.. configurations.SelectMany(c => c.Users ?? []).DistinctBy(c => c.Name)],
        FileName = configurations[0].FileName,
    };

    private static void Redirect(K8SConfiguration merged, string? context, ClusterOptions options)
    {
        if (options.Cluster is null && options.User is null)
        {
            return;
        }

        var details = (merged.Contexts ?? []).FirstOrDefault(c => c.Name == context)?.ContextDetails
            ?? throw new KubeConfigException($"--cluster and --user need a context; '{context}' is not in the kubeconfig.");
        details.Cluster = options.Cluster ?? details.Cluster;
        details.User = options.User ?? details.User;
    }

    private static KubernetesClientConfiguration Override(KubernetesClientConfiguration configuration, ClusterOptions options)
    {
        if (options.Token is not null)
        {
            configuration.AccessToken = options.Token;
            configuration.TokenProvider = null;
            configuration.ClientCertificateData = null;
            configuration.ClientCertificateFilePath = null;
        }

        if (options.ClientCertificate is not null)
        {
            configuration.ClientCertificateData = null;
            configuration.ClientCertificateFilePath = options.ClientCertificate;
        }

        if (options.ClientKey is not null)
        {
            configuration.ClientCertificateKeyData = null;
            configuration.ClientKeyFilePath = options.ClientKey;
        }

        if (options.CertificateAuthority is not null)
        {
            configuration.SslCaCerts = [];
            configuration.SslCaCerts.ImportFromPemFile(options.CertificateAuthority);
        }

        configuration.TlsServerName = options.TlsServerName ?? configuration.TlsServerName;
        configuration.SkipTlsVerify |= options.InsecureSkipTlsVerify;
        return configuration;
    }
}
