using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics;

/// <summary>A JVM and the container it runs in.</summary>
public sealed record ListedJvm(ContainerRef Container, JvmProcess Jvm);

/// <summary>Finds the JVMs of a target and says of each whether an attach can work.</summary>
public sealed class JvmListing(DebugSessionFactory sessions)
{
    /// <exception cref="JvmException">NoJvm, DebugImageUnsuitable.</exception>
    /// <exception cref="ClusterException">The pod or the debug container could not be had.</exception>
    public async Task<IReadOnlyList<ListedJvm>> RunAsync(DebugTarget target, CancellationToken cancellationToken) =>
        await ListAsync(await sessions.OpenAsync(target, cancellationToken), cancellationToken);

    internal static async Task<IReadOnlyList<ListedJvm>> ListAsync(DebugSession session, CancellationToken cancellationToken)
    {
        var reply = await session.RunAsync("find", [session.Filter], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, reply);
        return [.. reply.Jvms.Select(jvm => new ListedJvm(session.Target, jvm.ToProcess()))];
    }
}
