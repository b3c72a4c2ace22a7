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
        // A machine is full of other people's JVMs; one was named.
        var meant = session.Way == DebugWay.Local ? reply.Jvms.Where(jvm => jvm.Pid == session.Request.Pid).ToList() : reply.Jvms;
        if (session.Way == DebugWay.Local && meant.Count == 0)
        {
            throw new JvmException(JvmFailure.NoJvm, $"Process {session.Request.Pid} of this machine is not a JVM.");
        }

        return [.. meant.Select(jvm => new ListedJvm(session.Target, jvm.ToProcess()))];
    }
}
