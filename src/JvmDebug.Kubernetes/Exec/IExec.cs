namespace JvmDebug.Kubernetes.Exec;

/// <summary>The one seam through which jvmdebug runs something beside a JVM.</summary>
public interface IExec
{
    /// <summary>
    /// Starts <paramref name="command"/> (argv, no shell). Standard input is always open until
    /// <see cref="IExecSession.CloseStdinAsync"/>.
    /// </summary>
    /// <exception cref="ClusterException">Forbidden, ExecRefused, Unreachable, Unauthorized.</exception>
    Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken);
}

/// <summary>
/// One running exec. Reading <see cref="Stdout"/> is what pulls data off the connection: a slow reader slows the pod down
/// and never costs memory.
/// </summary>
public interface IExecSession : IAsyncDisposable
{
    /// <summary>
    /// The command's standard output; ends (read returns 0) when the command has ended with a status. A connection that
    /// breaks before throws <see cref="ClusterException"/> with <see cref="ClusterFailure.ConnectionLost"/>, and a command
    /// that could not be started throws it with <see cref="ClusterFailure.ExecRefused"/>.
    /// </summary>
    Stream Stdout { get; }

    /// <summary>Never reports a connection or command that is gone: the next read does, and it knows why.</summary>
    ValueTask WriteStdinAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Half-closes standard input. Only protocol v5 can; on v4 this does nothing, so no script may wait for end of input.</summary>
    ValueTask CloseStdinAsync(CancellationToken cancellationToken);

    /// <summary>Drains what is left of the output and returns how the command ended.</summary>
    /// <exception cref="ClusterException">ConnectionLost, ExecRefused (the command could not be started).</exception>
    Task<ExecResult> WaitAsync(CancellationToken cancellationToken);
}

/// <summary>How a command ended. <paramref name="Stderr"/> is cut at 64 KiB.</summary>
public sealed record ExecResult(int ExitCode, string Stderr);
