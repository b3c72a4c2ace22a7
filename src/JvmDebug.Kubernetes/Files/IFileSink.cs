namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// Takes the bytes of a file that comes out of a pod, each once and in order: a connection that broke and was replaced does
/// not show here.
/// </summary>
public interface IFileSink
{
    /// <exception cref="LocalFileException">It cannot be written here, and no new connection would help.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
