namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// What the pod said about a file before it was sent. <paramref name="Sha256"/> in lower-case hexadecimal; null where the
/// pod computes it while it sends: then the line <c>sha256 HEX</c> follows the bytes, in the same compressed stream.
/// </summary>
public sealed record RemoteFile(RemotePath Path, long Size, string? Sha256);

/// <summary>How far a transfer is; bytes of the file itself, not of the compressed stream.</summary>
public readonly record struct TransferProgress(long Received, long Total);
