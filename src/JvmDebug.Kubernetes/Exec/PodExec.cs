using System.Net;
using System.Net.WebSockets;
using System.Text;
using k8s.Models;

namespace JvmDebug.Kubernetes.Exec;

/// <summary>
/// exec over WebSocket, protocols v5.channel.k8s.io and v4.channel.k8s.io (apimachinery
/// <c>pkg/util/remotecommand/constants.go</c>). The client's own reader is not used: it has no back-pressure, its buffer of
/// 40 MiB overflows silently, and a lost connection looks like the end of the file (KubernetesClient 21.0.8).
/// </summary>
public sealed class PodExec(ClusterConnection cluster) : IExec
{
    internal const string V5 = "v5.channel.k8s.io";
    internal const string V4 = "v4.channel.k8s.io";

    public async Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(command);
        var what = $"run a command in container {container}";
        var uri = ExecUri(container, command);
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol(V5);
            socket.Options.AddSubProtocol(V4);
            socket.Options.CollectHttpResponseDetails = true;
            // Load balancers cut idle connections after a minute or more, and a dead peer must not hold us for ever.
            socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
            socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            if (await AuthorizationAsync(cancellationToken) is { } authorization)
            {
                socket.Options.SetRequestHeader("Authorization", authorization);
            }

            if (cluster.TlsServerName is { } name)
            {
                socket.Options.SetRequestHeader("Host", name);
            }

            // The client's own HttpClient brings its certificates, proxy and impersonation headers along.
            await socket.ConnectAsync(uri, cluster.Client.HttpClient, cancellationToken);
            return new PodExecSession(socket, container, command[0]);
        }
        catch (Exception e)
        {
            var code = socket.HttpStatusCode;
            socket.Dispose();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            if (e is WebSocketException && code is not 0 and not HttpStatusCode.SwitchingProtocols)
            {
                throw cluster.Errors.FromStatus(what, code, await ExplainAsync(uri, cancellationToken), e);
            }

            throw e is WebSocketException or HttpRequestException or IOException or OperationCanceledException
                ? cluster.Errors.Unreachable(what, e)
                : e;
        }
    }

    internal Uri ExecUri(ContainerRef container, IReadOnlyList<string> command)
    {
        var query = new StringBuilder("?stdin=true&stdout=true&stderr=true&tty=false&container=").Append(Uri.EscapeDataString(container.Container));
        foreach (var argument in command)
        {
            query.Append("&command=").Append(Uri.EscapeDataString(argument));
        }

        var server = new UriBuilder(cluster.Client.BaseUri);
        server.Scheme = server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
        server.Path = $"{server.Path.TrimEnd('/')}/api/v1/namespaces/{Uri.EscapeDataString(container.Namespace)}/pods/{Uri.EscapeDataString(container.Pod)}/exec";
        server.Query = query.ToString();
        return server.Uri;
    }

    private async Task<string?> AuthorizationAsync(CancellationToken cancellationToken)
    {
        if (cluster.Client.Credentials is not { } credentials)
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, cluster.Client.BaseUri);
        await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return request.Headers.Authorization?.ToString();
    }

    // A refused upgrade keeps its body to itself; the same request without an upgrade gets the same refusal with one.
    private async Task<V1Status?> ExplainAsync(Uri uri, CancellationToken cancellationToken)
    {
        try
        {
            var plain = new UriBuilder(uri) { Scheme = uri.Scheme == "wss" ? "https" : "http" };
            using var request = new HttpRequestMessage(HttpMethod.Get, plain.Uri);
            if (await AuthorizationAsync(cancellationToken) is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await cluster.Client.HttpClient.SendAsync(request, cancellationToken);
            return ClusterErrors.ParseStatus(await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
