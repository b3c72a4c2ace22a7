using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// Whom jvmdebug is run as: a ServiceAccount that may do in the tests' namespaces what <c>jvmdebug rbac --for all</c> prints,
/// and nothing anywhere else. What the tests look at for themselves they read with the cluster's own credentials.
/// </summary>
internal sealed class LeastUser : IAsyncDisposable
{
    private const string Account = "user";
    private const long TokenSeconds = 3 * 3600;

    private readonly IKubernetes _api;
    private readonly string _namespace;
    private readonly string _file;

    private LeastUser(IKubernetes api, string ns, string file, string kubeConfig) => (_api, _namespace, _file, KubeConfig) = (api, ns, file, kubeConfig);

    /// <summary>A value of KUBECONFIG: the user's file, and the cluster's own, which says where the cluster is.</summary>
    public string KubeConfig { get; }

    public static async Task<LeastUser> CreateAsync(IKubernetes api, string adminKubeConfig)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ns = "e2e-user-" + Guid.NewGuid().ToString("N")[..8];
        await api.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = ns } }, cancellationToken: cancellationToken);
        await api.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = Account } }, ns, cancellationToken: cancellationToken);
        var answer = await api.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { ExpirationSeconds = TokenSeconds } }, Account, ns, cancellationToken: cancellationToken);
        var admin = ClusterName(adminKubeConfig);
        var file = Path.Combine(Path.GetTempPath(), ns + ".kubeconfig");
        var yaml = $$"""
            apiVersion: v1
            kind: Config
            contexts:
            - name: {{ns}}
              context: {cluster: "{{admin}}", user: "{{ns}}"}
            users:
            - name: {{ns}}
              user: {token: "{{answer.Status.Token}}"}
            current-context: {{ns}}

            """;
        await File.WriteAllTextAsync(file, yaml, cancellationToken);
        return new LeastUser(api, ns, file, file + Path.PathSeparator + adminKubeConfig);
    }

    /// <summary>Gives it the printed Role in one more namespace.</summary>
    public Task GrantAsync(JvmDebugBinary binary, string ns) => PrintedRole.ApplyAsync(_api, binary, "all", ns, $"{_namespace}:{Account}");

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _api.CoreV1.DeleteNamespaceAsync(_namespace, cancellationToken: CancellationToken.None);
    }

    private static string ClusterName(string path)
    {
        var config = JvmDebug.Kubernetes.Configuration.KubeConfig.Load(path);
        return config.Context(config.CurrentContext!)!.Text("cluster")!;
    }
}
