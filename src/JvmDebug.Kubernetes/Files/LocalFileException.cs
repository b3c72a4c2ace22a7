namespace JvmDebug.Kubernetes.Files;

/// <summary>The file could not be written on this side: disk full, permission. The pod's copy is untouched.</summary>
public sealed class LocalFileException(string message, Exception? innerException = null) : IOException(message, innerException);
