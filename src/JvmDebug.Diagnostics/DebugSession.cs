using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics;

/// <summary>
/// A place from which the target's JVMs can be reached, ready to run our script: a debug container beside the target
/// container, or the target container itself. <paramref name="ContainerId"/> narrows the search for JVMs where all
/// containers of the pod share one PID namespace; null where the namespace is the target's alone.
/// </summary>
public sealed record DebugSession(IExec Exec, ContainerRef Debugger, ContainerRef Target, string? ContainerId, DebugTarget Request)
{
    /// <summary>How long a script may stay silent before the JVM counts as hung.</summary>
    internal static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    public DebugWay Way { get; init; } = DebugWay.Beside;

    /// <summary>The pod as it was when it was entered; null where there is none.</summary>
    public k8s.Models.V1Pod? TargetPod { get; init; }

    /// <summary>Whether what we start must fit into a memory limit of the pod's.</summary>
    public bool CheckMemory { get; init; }

    internal string Filter => ContainerId ?? "-";

    internal string Pid => Request.Pid?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Starts an operation of the script without waiting for a word of it; all it prints is the caller's to read.</summary>
    internal async Task<IExecSession> SendAsync(string operation, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var exec = await Exec.StartAsync(Debugger, PodScript.Command(Way, CheckMemory, operation, arguments), cancellationToken);
        try
        {
            await exec.WriteStdinAsync(PodScript.Body, cancellationToken);
            return exec;
        }
        catch
        {
            await exec.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an operation of the script; what it says first is in the reply, what follows in the stream.</summary>
    /// <param name="input">What the script may ask for.</param>
    internal async Task<RunningScript> StartAsync(string operation, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        await AnswerAsync(await SendAsync(operation, arguments, cancellationToken), input, cancellationToken);

    /// <summary>The answer of an operation that was sent before.</summary>
    /// <param name="input">What the script may ask for.</param>
    internal async Task<RunningScript> AnswerAsync(IExecSession sent, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var script = new RunningScript(sent);
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(AnswerTimeout);
            await script.ReadReplyAsync(input, timeout.Token);
            return script;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await script.DisposeAsync();
            throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {Target} did not answer within {AnswerTimeout.TotalSeconds:0} s; it may be hung or starved of CPU. Look at its liveness and CPU throttling, then try again.");
        }
        catch (ClusterException e) when (Way == DebugWay.Inside && e.Reason == ClusterFailure.ExecRefused && e.Message.Contains("'sh'", StringComparison.Ordinal))
        {
            await script.DisposeAsync();
            throw Toolbox.NoShell(this, e);
        }
        catch
        {
            await script.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs an operation whose answer is all lines.</summary>
    internal async Task<ScriptReply> RunAsync(string operation, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        await ReplyAsync(operation, await SendAsync(operation, arguments, cancellationToken), input, cancellationToken);

    /// <summary>The answer, all lines, of an operation that was sent before.</summary>
    internal async Task<ScriptReply> ReplyAsync(string operation, IExecSession sent, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        await using var script = await AnswerAsync(sent, input, cancellationToken);
        var result = await script.Exec.WaitAsync(cancellationToken);
        return script.Reply.ErrorCode is null && result.ExitCode != 0 ? throw ScriptFailure.Unexpected(this, operation, result) : script.Reply;
    }
}
