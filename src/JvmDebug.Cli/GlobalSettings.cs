using JvmDebug.Kubernetes;

namespace JvmDebug.Cli;

/// <summary>What the global options say, apart from the command they stand beside.</summary>
internal sealed record GlobalSettings(ClusterOptions Cluster, OutputFormat Output = OutputFormat.Text)
{
    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    /// <summary>Open the result, where the command makes one that can be looked at.</summary>
    public bool Open { get; init; }

    /// <summary>File for jvmdebug's own EventPipe trace.</summary>
    public string? SelfTrace { get; init; }
}

internal enum OutputFormat
{
    Text,
    Json,

    /// <summary>Of commands that write a page.</summary>
    Html,

    /// <summary>For commands whose result is a table alone.</summary>
    Csv,

    /// <summary>Kubernetes objects alone.</summary>
    Yaml,
}
