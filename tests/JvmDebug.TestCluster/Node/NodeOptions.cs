using System.Net;

namespace JvmDebug.TestCluster.Node;

/// <summary>Where and how the node runs. Everything it makes is below <paramref name="Directory"/> or named after it.</summary>
/// <param name="Directory">The cluster's directory; image content stays there between runs, nothing else does.</param>
/// <param name="ImagesDirectory">Image archives (<c>*.tar</c>, docker or OCI layout with names) imported at start.</param>
internal sealed record NodeOptions(string Directory, string ImagesDirectory)
{
    public string NodeName { get; init; } = "node1";

    /// <summary>Where pods reach the node.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public string SandboxImage { get; init; } = "registry.k8s.io/pause:3.9";

    /// <summary>What a kubelet gets from the TokenRequest API for a pod's projected volume; null: such volumes fail to mount.</summary>
    public Func<ServiceAccountTokenRequest, CancellationToken, Task<ServiceAccountCredential>>? RequestToken { get; init; }

    /// <summary>The API server as pods reach it, once it listens; becomes KUBERNETES_SERVICE_HOST and _PORT.</summary>
    public Func<Uri?> ApiServer { get; init; } = () => null;

    /// <summary>How long the kubelet waits between two looks at a pod it could not bring up; a real one takes 10 to 15 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(12);
}

internal sealed record ServiceAccountTokenRequest(
    string Namespace, string ServiceAccount, string PodName, string PodUid, string? Audience, TimeSpan Expiration);

/// <param name="CaCertificate">PEM of the authority that signed the API server's certificate.</param>
/// <param name="Lifetime">Of the token, from now.</param>
internal sealed record ServiceAccountCredential(string Token, string CaCertificate, TimeSpan Lifetime);
