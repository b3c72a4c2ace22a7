using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Local;

/// <summary>Runs a command on this machine where <see cref="PodExec"/> runs it in a container.</summary>
internal sealed class LocalExec : IExec
{
    public Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Task.FromResult<IExecSession>(new LocalExecSession(command));
    }
}
