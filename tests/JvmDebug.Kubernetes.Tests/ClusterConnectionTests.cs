using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JvmDebug.Kubernetes.Tests;

public sealed class ClusterConnectionTests : IDisposable
{
    private const string Pod = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}""";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 15000)]
    public async Task A_private_authority_is_trusted_for_requests_and_execs()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost", IPAddress.Loopback);
        await using var server = await FakeApiServer.StartAsync(PodOrExecAsync, certificate);
        // A bundle whose first certificate is not the one.
        using var stranger = new TestAuthority();
        var bundle = _folder.Write("ca.crt", stranger.Pem + "\n" + authority.Pem);
        using var connection = server.Connect(new ClusterOptions { CertificateAuthority = bundle });

        await GetAsync(connection);
        await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);

        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task A_token_that_is_renewed_in_its_file_is_used_at_once_for_requests_and_execs()
    {
        await using var server = await FakeApiServer.StartAsync(PodOrExecAsync);
        var file = _folder.Write("token", "first\n");
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = WithTokenFile(server, file) });

        await GetAsync(connection);
        _folder.Write("token", "second\n");
        await GetAsync(connection);
        _folder.Write("token", "third\n");
        await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);

        Assert.Equal(["Bearer first", "Bearer second", "Bearer third"], server.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Fact(Timeout = 15000)]
    public async Task A_token_file_that_is_not_there_is_the_configuration_s_fault_and_not_the_server_s()
    {
        await using var server = await FakeApiServer.StartAsync(PodOrExecAsync);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = WithTokenFile(server, _folder.Combine("missing")) });

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Equal(ClusterFailure.Configuration, failure.Reason);
        Assert.Contains(_folder.Combine("missing"), failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_certificate_for_another_host_is_refused_even_from_the_right_authority()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("elsewhere.example");
        await using var server = await FakeApiServer.StartAsync(PodOrExecAsync, certificate);
        var file = _folder.Write("ca.crt", authority.Pem);

        using var connection = server.Connect(new ClusterOptions { CertificateAuthority = file });
        Assert.Equal(ClusterFailure.Unreachable, (await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection))).Reason);
        var exec = new PodExec(connection);
        Assert.Equal(ClusterFailure.Unreachable, (await Assert.ThrowsAsync<ClusterException>(() => exec.StartAsync(FakeExecServer.Container, ["ls"], Token))).Reason);

        using var named = server.Connect(new ClusterOptions { CertificateAuthority = file, TlsServerName = "elsewhere.example" });
        await GetAsync(named);
        await using var session = await new PodExec(named).StartAsync(FakeExecServer.Container, ["ls"], Token);
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task A_client_certificate_goes_with_requests_and_execs()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost", IPAddress.Loopback);
        using var jane = authority.Issue("jane");
        var seen = new List<string?>();
        await using var server = await FakeApiServer.StartAsync(
            context =>
            {
                seen.Add(context.Connection.ClientCertificate?.Subject);
                return PodOrExecAsync(context);
            },
            certificate,
            askForCertificate: true);
        var kubeConfig = _folder.Write("config", $$$"""
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: jane}}]
            clusters: [{name: c, cluster: {server: "{{{server.Url}}}", certificate-authority-data: {{{Base64(authority.Pem)}}}}}]
            users: [{name: jane, user: {client-certificate-data: {{{Base64(jane.ExportCertificatePem())}}}, client-key: keys/jane.pem}}]
            """);
        Directory.CreateDirectory(_folder.Combine("keys"));
        using var key = jane.GetECDsaPrivateKey()!;
        _folder.Write("keys/jane.pem", key.ExportPkcs8PrivateKeyPem());
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig });

        await GetAsync(connection);
        await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);

        Assert.Equal(["CN=jane", "CN=jane"], seen);
    }

    [Fact(Timeout = 15000)]
    public async Task An_unknown_authority_is_refused_unless_the_user_says_so()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost", IPAddress.Loopback);
        await using var server = await FakeApiServer.StartAsync(PodOrExecAsync, certificate);

        using var connection = server.Connect();
        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));
        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Contains(server.Url, failure.Message, StringComparison.Ordinal);

        using var insecure = server.Connect(new ClusterOptions { InsecureSkipTlsVerify = true });
        await GetAsync(insecure);
    }

    [Fact(Timeout = 15000)]
    public async Task An_exec_takes_over_the_connection_of_the_request_before_it()
    {
        var ports = new List<int>();
        await using var server = await FakeApiServer.StartAsync(context =>
        {
            ports.Add(context.Connection.RemotePort);
            return PodOrExecAsync(context);
        });
        using var connection = server.Connect();

        await GetAsync(connection);
        await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);

        Assert.Equal(2, ports.Count);
        Assert.Single(ports.Distinct());
    }

    [Fact(Timeout = 15000)]
    public async Task A_proxy_of_the_kubeconfig_is_used()
    {
        await using var proxy = await FakeApiServer.AnsweringAsync(200, Pod);
        var file = _folder.Write("config", $$$"""
            current-context: c
            contexts: [{name: c, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: "http://api.example", proxy-url: "{{{proxy.Url}}}"}}]
            """);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = file });

        await GetAsync(connection);

        Assert.Equal("api.example", Assert.Single(proxy.Requests).Headers["Host"]);
    }

    [Theory(Timeout = 15000)]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_proxy_that_wants_a_user_gets_the_one_of_its_address_from_requests_and_execs(string scheme)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("api.example");
        await using var server = await FakeApiServer.StartAsync(PodOrExecAsync, certificate);
        await using var proxy = new FakeProxy(server.Url);
        var file = _folder.Write("config", $$$"""
            current-context: c
            contexts: [{name: c, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: "https://api.example:6443", proxy-url: "{{{scheme}}}://jane:p%40ss@{{{proxy.Address}}}", certificate-authority-data: {{{Base64(authority.Pem)}}}}}]
            """);
        using (var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = file }))
        {
            await GetAsync(connection);
            await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);
            Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
        }

        Assert.NotEmpty(proxy.Hosts);
        Assert.All(proxy.Hosts, host => Assert.StartsWith("api.example", host, StringComparison.Ordinal));
    }

    [Fact(Timeout = 15000)]
    public async Task A_refused_connection_is_reported_at_once_with_the_server()
    {
        using var connection = Open("http://127.0.0.1:1");

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("http://127.0.0.1:1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task An_unknown_host_is_unreachable()
    {
        using var connection = Open("https://no-such-host.invalid:6443");

        Assert.Equal(ClusterFailure.Unreachable, (await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection))).Reason);
    }

    [Fact(Timeout = 15000)]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_request_timeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = Open($"https://{listener.LocalEndpoint}", TimeSpan.FromMilliseconds(300));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("did not answer in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_timeout_of_zero_is_none()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, Pod);
        using var connection = server.Connect(new ClusterOptions { RequestTimeout = TimeSpan.Zero });

        await GetAsync(connection);
    }

    [Fact(Timeout = 15000)]
    public async Task Something_that_is_not_Kubernetes_is_said_to_be_so()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, "<html>Please log in</html>");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("not the Kubernetes API", failure.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static ClusterConnection Open(string server, TimeSpan? timeout = null) =>
        ClusterConnection.Open(new ClusterOptions { KubeConfig = TempFolder.EmptyKubeConfig, Server = server, RequestTimeout = timeout });

    private string WithTokenFile(FakeApiServer server, string tokenFile) => _folder.Write("config", $$$"""
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "{{{server.Url}}}"}}]
        users: [{name: u, user: {tokenFile: "{{{tokenFile}}}"}}]
        """);

    private static Task<k8s.Models.V1Pod> GetAsync(ClusterConnection connection) => new PodClient(connection).GetAsync("ns", "p", Token);

    private static async Task PodOrExecAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await FakeApiServer.AnswerAsync(context, 200, Pod);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(PodExec.V5);
        await new ExecPeer(socket, context).ExitAsync(0);
    }
}
