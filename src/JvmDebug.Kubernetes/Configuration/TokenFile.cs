using System.Net.Http.Headers;
using k8s.Authentication;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>
/// A token that somebody renews in its file, the kubelet for one: it is read for each request. The client's own provider reads it
/// every nine minutes (KubernetesClient 21.0.8), and a projected token may live for ten and is renewed after eight.
/// </summary>
internal sealed class TokenFile(string path) : ITokenProvider
{
    /// <summary>Where a pod finds its ServiceAccount's.</summary>
    public const string OfPod = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(path, cancellationToken)).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KubeConfig.Broken($"the file of the token cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }
}
