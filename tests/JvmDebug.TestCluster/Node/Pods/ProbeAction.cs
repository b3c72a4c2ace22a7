using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Grpc.Core;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>One try of a probe: exec, httpGet or tcpSocket.</summary>
internal sealed class ProbeAction(CriClient cri, JsonObject container, string containerId, string podIp)
{
    private static readonly HttpClient _http = CreateClient();

    /// <summary>What is wrong; null if the probe succeeded.</summary>
    public async Task<string?> TryAsync(JsonObject probe, CancellationToken cancellationToken)
    {
        var seconds = probe.Number("timeoutSeconds") ?? 1;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            return probe["httpGet"] is JsonObject get ? await HttpAsync(get, timeout.Token)
                : probe["tcpSocket"] is JsonObject tcp ? await TcpAsync(tcp, timeout.Token)
                : await ExecAsync(probe.Texts("exec", "command"), seconds, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "context deadline exceeded";
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return e.Message;
        }
    }

    private async Task<string?> HttpAsync(JsonObject get, CancellationToken cancellationToken)
    {
        var scheme = get.Text("scheme") == "HTTPS" ? "https" : "http";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{get.Text("host") ?? podIp}:{Port(get)}{get.Text("path") ?? "/"}");
        foreach (var header in get.Objects("httpHeaders"))
        {
            request.Headers.TryAddWithoutValidation(header.Text("name") ?? "", header.Text("value"));
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)response.StatusCode is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {(int)response.StatusCode}";
    }

    private async Task<string?> TcpAsync(JsonObject tcp, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(tcp.Text("host") ?? podIp, Port(tcp), cancellationToken);
        return null;
    }

    private async Task<string?> ExecAsync(IReadOnlyList<string> command, long seconds, CancellationToken cancellationToken)
    {
        var request = new ExecSyncRequest { ContainerId = containerId, Timeout = seconds };
        request.Cmd.Add(command);
        try
        {
            var result = await cri.Runtime.ExecSyncAsync(request, cancellationToken: cancellationToken);
            return result.ExitCode == 0 ? null : result.Stdout.ToStringUtf8() + result.Stderr.ToStringUtf8();
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return e.Status.Detail;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "The kubelet does not check the certificates of the pods it probes either.")]
    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    });

    // A number, or the name of one of the container's ports.
    private int Port(JsonObject target)
    {
        var port = target.Text("port") ?? "";
        return int.TryParse(port, out var number) ? number
            : (int)(container.Objects("ports").FirstOrDefault(p => p.Text("name") == port).Number("containerPort") ?? 0);
    }
}
