using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace JvmDebug.Kubernetes;

/// <summary>The one place that turns answers and failures of the API server into <see cref="ClusterException"/>.</summary>
internal sealed class ClusterErrors(string server)
{
    /// <summary>Runs a request; <paramref name="what"/> names it for the message ("get pod shop/cart-1").</summary>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request(cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response is not null)
        {
            throw FromStatus(what, e.Response.StatusCode, ParseStatus(e.Response.Content), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException(ClusterFailure.Unreachable, $"Could not {what}: the API server {server} did not answer in time. Check the route to it, or allow more with --request-timeout.", e);
        }
        catch (Exception e) when (e is HttpRequestException or WebSocketException or SocketException or AuthenticationException or IOException)
        {
            throw Unreachable(what, e);
        }
        catch (Exception e) when (e is k8s.Exceptions.KubeConfigException or KubernetesException or k8s.Exceptions.KubernetesClientException)
        {
            throw new ClusterException(ClusterFailure.Unauthorized, $"Could not {what}: the credentials of the kubeconfig cannot be used: {e.Message} Log in again and retry.", e);
        }
    }

    public ClusterException Unreachable(string what, Exception e) => new(
        ClusterFailure.Unreachable,
        $"Could not {what}: the API server {server} cannot be reached ({Innermost(e)}). Check the server and context of the kubeconfig ('kubectl cluster-info').",
        e);

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

    public ClusterException FromStatus(string what, HttpStatusCode code, V1Status? status, Exception? inner)
    {
        var said = status?.Message is { Length: > 0 } message ? message : $"HTTP {(int)code}";
        return code switch
        {
            HttpStatusCode.Unauthorized => new(ClusterFailure.Unauthorized, $"Could not {what}: the API server {server} did not accept the credentials ({said}). They are missing, wrong or expired: log in again, or choose another --context or --user.", inner),
            HttpStatusCode.Forbidden when IsRbac(said) => new(ClusterFailure.Forbidden, $"Could not {what}: {said}. {RoleHint(said)}", inner),
            HttpStatusCode.Forbidden => new(ClusterFailure.AdmissionDenied, $"Could not {what}: {said}. An admission policy of the cluster refused it; nothing was changed. jvmdebug asks for no more than the target container has, so the pod itself no longer satisfies the policy: see the containers named above.", inner),
            HttpStatusCode.NotFound when status?.Details?.Name is null or "" => new(ClusterFailure.EphemeralContainerRefused, $"Could not {what}: {said}. This server does not know the resource; ephemeral containers need Kubernetes 1.25.", inner),
            HttpStatusCode.NotFound => new(ClusterFailure.TargetNotFound, $"Could not {what}: {said}. Check the name and the namespace (-n).", inner),
            HttpStatusCode.UnprocessableEntity => new(ClusterFailure.EphemeralContainerRefused, $"Could not {what}: {said}.", inner),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => new(ClusterFailure.Unreachable, $"Could not {what}: the API server {server} answered {(int)code} ({said}). Try again.", inner),
            _ => new(ClusterFailure.ExecRefused, $"Could not {what}: {said}.", inner),
        };
    }

    private static bool IsRbac(string message) => message.Contains(" cannot ", StringComparison.Ordinal) && message.Contains(" resource ", StringComparison.Ordinal);

    // User "x" cannot patch resource "pods/ephemeralcontainers" in API group "" in the namespace "restr"
    private static string RoleHint(string message)
    {
        var verb = Between(message, " cannot ", " resource");
        var resource = Between(message, " resource \"", "\"");
        return verb is null || resource is null
            ? "Ask for the missing permission."
            : $"A Role with this rule grants it: {{apiGroups: [\"\"], resources: [\"{resource}\"], verbs: [\"{verb}\"]}}; the README lists all that jvmdebug needs.";
    }

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? null : text[start..end];
    }

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message.TrimEnd('.');
    }
}
