using JvmDebug.Kubernetes.Configuration;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Configuration;

/// <summary>Alone in its collection: KUBECONFIG is the process's.</summary>
[Collection(nameof(KubeConfigTests))]
public sealed class KubeConfigTests : IDisposable
{
    private const string Two = """
        apiVersion: v1
        kind: Config
        current-context: dev
        contexts:
        - name: dev
          context: {cluster: dev, user: jane, namespace: shop}
        - name: Dev
          context: {cluster: other, user: joe}
        clusters:
        - name: dev
          cluster: {server: "https://dev.example:6443", proxy-url: "http://proxy.example:3128", tls-server-name: api.dev}
        - name: other
          cluster: {server: "https://other.example", insecure-skip-tls-verify: true}
        users:
        - name: jane
          user: {token: t-jane}
        - name: joe
          user: {username: joe, password: pw, as: boss, as-groups: [a, b], as-user-extra: {"example.org/scope": [x]}}
        """;

    private readonly TempFolder _folder = new();
    private readonly string? _variable = Environment.GetEnvironmentVariable("KUBECONFIG");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", _variable);
        _folder.Dispose();
    }

    [Fact]
    public void The_current_context_counts()
    {
        var settings = Resolve(new ClusterOptions { KubeConfig = _folder.Write("config", Two) });

        Assert.Equal("https://dev.example:6443", settings.Client.Host);
        Assert.Equal("shop", settings.Namespace);
        Assert.Equal("t-jane", settings.Client.AccessToken);
        Assert.Equal("api.dev", settings.Client.TlsServerName);
        Assert.Equal(new Uri("http://proxy.example:3128"), settings.Proxy?.Address);
        Assert.Empty(settings.Impersonation);
    }

    [Fact]
    public void A_named_context_is_told_apart_by_case_and_brings_its_user()
    {
        var settings = Resolve(new ClusterOptions { KubeConfig = _folder.Write("config", Two), Context = "Dev" });

        Assert.Equal("https://other.example", settings.Client.Host);
        Assert.Equal("default", settings.Namespace);
        Assert.Equal(("joe", "pw"), (settings.Client.Username, settings.Client.Password));
        Assert.True(settings.Client.SkipTlsVerify);
        Assert.Equal(
            ["Impersonate-User: boss", "Impersonate-Group: a", "Impersonate-Group: b", "Impersonate-Extra-example.org%2Fscope: x"],
            settings.Impersonation.Select(header => $"{header.Key}: {header.Value}"));
    }

    [Fact]
    public void Options_win_over_the_kubeconfig()
    {
        var settings = Resolve(new ClusterOptions
        {
            KubeConfig = _folder.Write("config", Two),
            Cluster = "other",
            User = "joe",
            Namespace = "ns",
            Server = "https://elsewhere.example",
            Token = "mine",
            As = "me",
            AsGroups = ["c"],
            TlsServerName = "sni",
        });

        Assert.Equal("https://elsewhere.example", settings.Client.Host);
        Assert.Equal("ns", settings.Namespace);
        Assert.Equal(("mine", null), (settings.Client.AccessToken, settings.Client.Username));
        Assert.Equal("sni", settings.Client.TlsServerName);
        Assert.Equal("me", settings.Impersonation[0].Value);
        Assert.Equal("c", settings.Impersonation[1].Value);
    }

    [Fact]
    public void Files_of_KUBECONFIG_are_merged_the_first_wins_and_missing_ones_are_skipped()
    {
        var second = Directory.CreateDirectory(_folder.Combine("second")).FullName;
        File.WriteAllText(Path.Combine(second, "config"), """
            current-context: ignored
            contexts: [{name: one, context: {cluster: late, user: u}}]
            clusters: [{name: one, cluster: {server: "https://second.example"}}]
            users: [{name: u, user: {client-certificate: certs/c.pem, client-key: /abs/k.pem, tokenFile: token}}]
            """);
        var first = _folder.Write("config", """
            current-context: one
            contexts: [{name: one, context: {cluster: one, user: u}}]
            """);
        Environment.SetEnvironmentVariable("KUBECONFIG", string.Join(Path.PathSeparator, _folder.Combine("missing"), first, Path.Combine(second, "config")));

        var settings = Resolve(new ClusterOptions());

        Assert.Equal("https://second.example", settings.Client.Host);
        // Relative to the file that says so, not to the first one.
        Assert.Equal(Path.Combine(second, "certs/c.pem"), settings.Client.ClientCertificateFilePath);
        Assert.Equal("/abs/k.pem", settings.Client.ClientKeyFilePath);
        Assert.NotNull(settings.Client.TokenProvider);
    }

    [Fact]
    public void Without_any_kubeconfig_a_server_can_be_named()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", _folder.Combine("missing"));

        var settings = Resolve(new ClusterOptions { Server = "https://named.example", Token = "t", InsecureSkipTlsVerify = true });

        Assert.Equal("https://named.example", settings.Client.Host);
        Assert.Equal("t", settings.Client.AccessToken);
        Assert.True(settings.Client.SkipTlsVerify);
    }

    [Theory]
    [InlineData(Two, "nosuch", "there is no context 'nosuch'", "it has: dev, Dev")]
    [InlineData("contexts: [{name: a, context: {cluster: gone}}]", "a", "there is no cluster 'gone'", "")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: gone}}]\nclusters: [{name: c, cluster: {server: \"https://x\"}}]", "a", "there is no user 'gone'", "")]
    [InlineData("contexts: [{name: a, context: {}}]", null, "sets no current-context", "--context: a")]
    [InlineData("clusters: [{name: c, cluster: {server: \"nonsense\"}}]\ncontexts: [{name: a, context: {cluster: c}}]", "a", "'nonsense' is not the URL of a server", "")]
    [InlineData("clusters: [{name: c, cluster: {server: \"https://x\", proxy-url: \"ftp://p\"}}]\ncontexts: [{name: a, context: {cluster: c}}]", "a", "its proxy-url is no http://", "")]
    [InlineData("- just\n- a list", null, "is not a mapping", "")]
    [InlineData("a: [unclosed", null, ", line ", "/config")]
    [InlineData("clusters: [{name: c, cluster: {server: \"https://x\", certificate-authority-data: \"AAAA\"}}]\ncontexts: [{name: a, context: {cluster: c}}]", "a", "no certificate", "")]
    [InlineData("clusters: [{name: c, cluster: {server: \"https://x\", certificate-authority: nosuch.crt}}]\ncontexts: [{name: a, context: {cluster: c}}]", "a", "certificate authority cannot be read", "nosuch.crt")]
    [InlineData("clusters: [{name: c, cluster: {server: \"https://x\"}}]\nusers: [{name: u, user: {client-certificate: nosuch.pem, client-key: nokey.pem}}]\ncontexts: [{name: a, context: {cluster: c, user: u}}]", "a", "nokey.pem", "")]
    public void What_is_wrong_with_a_kubeconfig_is_said(string yaml, string? context, string words, string more)
    {
        var failure = Assert.Throws<ClusterException>(() => ClusterConnection.Open(new ClusterOptions { KubeConfig = _folder.Write("config", yaml), Context = context }));

        Assert.Equal(ClusterFailure.Configuration, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(more, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_kubeconfig_must_exist()
    {
        var failure = Assert.Throws<ClusterException>(() => ClusterConnection.Open(new ClusterOptions { KubeConfig = "/no/such/config" }));

        Assert.Equal(ClusterFailure.Configuration, failure.Reason);
        Assert.Contains("/no/such/config does not exist", failure.Message, StringComparison.Ordinal);
    }

    private static ConnectionSettings Resolve(ClusterOptions options) => ConnectionSettings.Resolve(options);
}
