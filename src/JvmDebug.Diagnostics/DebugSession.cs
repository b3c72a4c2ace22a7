using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics;

/// <summary>
/// A debug container beside a target container, ready to run our script. <paramref name="ContainerId"/> narrows the search
/// for JVMs where all containers of the pod share one PID namespace; null where the namespace is the target's alone.
/// </summary>
public sealed record DebugSession(IExec Exec, ContainerRef Debugger, ContainerRef Target, string? ContainerId, DebugTarget Request)
{
    /// <summary>How long a script may stay silent before the JVM counts as hung.</summary>
    internal static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    internal string Filter => ContainerId ?? "-";

    internal string Pid => Request.Pid?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Starts an operation of the script; what it says first is in the reply, what follows in the stream.</summary>
    internal async Task<RunningScript> StartAsync(string operation, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var exec = await Exec.StartAsync(Debugger, PodScript.Command(operation, arguments), cancellationToken);
        var script = new RunningScript(exec);
        try
        {
            await exec.WriteStdinAsync(PodScript.Body, cancellationToken);
            if (!input.IsEmpty)
            {
                await exec.WriteStdinAsync(input, cancellationToken);
            }

            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(AnswerTimeout);
            await script.ReadReplyAsync(timeout.Token);
            return script;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await script.DisposeAsync();
            throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {Target} did not answer within {AnswerTimeout.TotalSeconds:0} s; it may be hung or starved of CPU. Look at its liveness and CPU throttling, then try again.");
        }
        catch
        {
            await script.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs an operation whose answer is all lines.</summary>
    internal async Task<ScriptReply> RunAsync(string operation, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        await using var script = await StartAsync(operation, arguments, input, cancellationToken);
        var result = await script.Exec.WaitAsync(cancellationToken);
        return script.Reply.ErrorCode is null && result.ExitCode != 0 ? throw ScriptFailure.Unexpected(this, operation, result) : script.Reply;
    }
}
