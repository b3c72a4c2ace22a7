using System.Net;
using System.Net.WebSockets;
using System.Text;

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

    // Load balancers cut idle connections after a minute or more.
    internal TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    // A pong comes behind all that is on its way: with 4 MiB in the server's send buffer that is more than a minute on a slow
    // line, and shorter than this would cut a healthy transfer. TcpConnector notices sooner that a host is gone.
    internal TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public async Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(command);
        var socket = await cluster.Errors.WithCredentialsAsync(token => ConnectAsync(container, command, token), cancellationToken);
        return new PodExecSession(socket, container, command[0]);
    }

    private async Task<ClientWebSocket> ConnectAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var what = $"run '{command[0]}' in container {container}";
        using var upgrade = new ExecUpgrade(cluster);
        using var invoker = new HttpMessageInvoker(upgrade, disposeHandler: false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(cluster.RequestTimeout);
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(ExecUri(container, command), invoker, patience.Token);
            return socket;
        }
        catch (Exception e)
        {
            var code = socket.HttpStatusCode;
            socket.Dispose();
            if (e is WebSocketException && code is not (0 or HttpStatusCode.SwitchingProtocols))
            {
                throw cluster.Errors.FromStatus(what, RequestKind.Exec, code, upgrade.Refusal, e);
            }

            if (cluster.Errors.Translate(what, e, cancellationToken) is { } translated)
            {
                throw translated;
            }

            throw;
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

    private ClientWebSocket NewSocket()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(V5);
        socket.Options.AddSubProtocol(V4);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = KeepAliveInterval;
        socket.Options.KeepAliveTimeout = KeepAliveTimeout;
        return socket;
    }
}
