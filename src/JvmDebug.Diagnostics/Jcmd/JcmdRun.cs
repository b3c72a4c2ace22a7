using System.Text;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Jcmd;

/// <summary>What a diagnostic command printed, in the JVM's own words.</summary>
public sealed record JcmdResult(ContainerRef Container, JvmProcess Jvm, string Output)
{
    public required ArtifactOrigin Origin { get; init; }
}

/// <summary>Runs one diagnostic command in a JVM, under the JVM's own uid and gid.</summary>
public sealed class JcmdRun(DebugSessionFactory sessions)
{
    /// <exception cref="JvmException">The JVM could not be found, attached to, or refused the command.</exception>
    /// <exception cref="ClusterException">The pod or the debug container could not be had.</exception>
    public async Task<JcmdResult> RunAsync(DebugTarget target, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        await RunAsync(await sessions.OpenAsync(target, cancellationToken), command, cancellationToken);

    internal static async Task<JcmdResult> RunAsync(DebugSession session, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        await using var script = await session.StartAsync("run_jcmd", [session.Filter, session.Pid, .. command], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, script.Reply);
        using var reader = new StreamReader(script.Stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var result = await script.Exec.WaitAsync(cancellationToken);
        var output = JcmdOutput.WithoutToolLines(text);
        var jvm = script.Reply.Jvms[^1].ToProcess();
        return result.ExitCode == 0
            ? new JcmdResult(session.Target, jvm, output) { Origin = ArtifactOrigin.Of(session, jvm, "jcmd") }
            : throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {session.Target} refused '{string.Join(' ', command)}': {JcmdOutput.Complaint(output)}");
    }
}
