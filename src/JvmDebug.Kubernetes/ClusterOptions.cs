namespace JvmDebug.Kubernetes;

/// <summary>kubectl's own connection options; null means "as the kubeconfig says".</summary>
public sealed record ClusterOptions
{
    public string? KubeConfig { get; init; }

    public string? Context { get; init; }

    public string? Cluster { get; init; }

    public string? User { get; init; }

    public string? Namespace { get; init; }

    public string? Server { get; init; }

    public string? Token { get; init; }

    public string? As { get; init; }

    public IReadOnlyList<string> AsGroups { get; init; } = [];

    public string? AsUid { get; init; }

    public string? CertificateAuthority { get; init; }

    public string? ClientCertificate { get; init; }

    public string? ClientKey { get; init; }

    public string? TlsServerName { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Bound of one request to the API server; an exec is bounded by its own caller.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>
    /// Nothing else in this process uses TLS. Where the kubeconfig names an authority of its own, the system's need not be
    /// read then, which takes most of a short command's time.
    /// </summary>
    public bool AloneUsesTls { get; init; }
}
