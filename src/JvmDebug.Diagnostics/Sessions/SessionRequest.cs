namespace JvmDebug.Diagnostics.Sessions;

/// <summary>Which of our debug containers are meant.</summary>
public sealed record SessionRequest
{
    /// <summary>A pod; null for all of the namespace. A copy is meant by its own name or by that of the pod it was made of.</summary>
    public string? Pod { get; init; }

    public bool AllNamespaces { get; init; }

    /// <summary>End one although a recording of ours has not been fetched through it.</summary>
    public bool Force { get; init; }
}
