using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.Json;
using JvmDebug.Kubernetes.Configuration;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace JvmDebug.Kubernetes;

/// <summary>What a request was about, because the same code means different things.</summary>
internal enum RequestKind
{
    Other,
    EphemeralContainer,
    Exec,
    PodCopy,
}

/// <summary>The one place that turns answers and failures of the API server into <see cref="ClusterException"/>.</summary>
internal sealed partial class ClusterErrors(string server, CredentialPlugin? plugin)
{
    /// <summary>Runs a request; <paramref name="what"/> names it for the message ("get pod shop/cart-1").</summary>
    public Task<T> RunAsync<T>(
        string what,
        Func<CancellationToken, Task<T>> request,
        CancellationToken cancellationToken,
        RequestKind kind = RequestKind.Other) =>
        WithCredentialsAsync(token => SendAsync(what, request, kind, token), cancellationToken);

    /// <summary>Runs a request whose failures are a <see cref="ClusterException"/> already, with credentials as good as there are.</summary>
    public Task<T> WithCredentialsAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken) =>
        plugin is null ? request(cancellationToken) : plugin.SendAsync(request, cancellationToken);

    private async Task<T> SendAsync<T>(string what, Func<CancellationToken, Task<T>> request, RequestKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await request(cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response is not null)
        {
            throw FromStatus(what, kind, e.Response.StatusCode, ParseStatus(e.Response.Content), e);
        }
        catch (Exception e) when (Translate(what, e, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>A failure without an answer; null if it is not one of the connection's.</summary>
    public ClusterException? Translate(string what, Exception e, CancellationToken cancellationToken) => e switch
    {
        ClusterException => null,
        OperationCanceledException => cancellationToken.IsCancellationRequested ? null : NoAnswer(what, e),
        HttpRequestException or WebSocketException or SocketException or AuthenticationException or IOException => Unreachable(what, e),
        JsonException => new(
            ClusterFailure.Unreachable,
            $"Could not {what}: what {server} answers is not the Kubernetes API. Check the server of the kubeconfig, and whether a proxy or a login page is in between.",
            e),
        _ => null,
    };

    public static V1Status? ParseStatus(string? body)
    {
        if (string.IsNullOrWhiteSpace(body) || body[0] != '{')
        {
            return null;
        }

        try
        {
            return KubernetesJson.Deserialize<V1Status>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ClusterException NoAnswer(string what, Exception e) => new(
        ClusterFailure.Unreachable,
        $"Could not {what}: the API server {server} did not answer in time. Check the route to it (VPN, proxy, firewall), or allow more with --request-timeout.",
        e);

    private ClusterException Unreachable(string what, Exception e) => new(
        ClusterFailure.Unreachable,
        $"Could not {what}: the API server {server} cannot be reached ({Innermost(e)}). Check the server and context of the kubeconfig ('kubectl cluster-info').",
        e);

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message.TrimEnd('.');
    }
}
