using System.Globalization;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Jcmd;

/// <summary>What a diagnostic command printed, in the JVM's own words.</summary>
public sealed record JcmdResult(ContainerRef Container, JvmProcess Jvm, string Output)
{
    public required ArtifactOrigin Origin { get; init; }
}

/// <summary>Runs one diagnostic command in a JVM, under the JVM's own uid and gid.</summary>
public sealed class JcmdRun(DebugSessionFactory sessions)
{
    /// <summary>A histogram of a heap of a hundred gigabytes takes minutes, and says nothing before its end.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Where nobody is there to try again with more. Within the slack of a schedule's deadline, which ends the run of all pods.
    /// </summary>
    public static readonly TimeSpan UnattendedPatience = TimeSpan.FromMinutes(10);

    // A histogram of a million classes, or 20,000 threads with their stacks. It is held as a whole, several times over and in two bytes a
    // character: an eighth of the memory is what a Job limited to 256 MiB survives.
    private const int LongestAnswer = 128 << 20;

    // Of timeout(1).
    private const int TimedOut = 124;

    // The pod's own bound comes first; this one is for an image without timeout(1).
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(5);

    /// <param name="patience">How long the JVM may take to answer: a hung one takes the command and never does. Zero is no bound.</param>
    /// <exception cref="JvmException">The JVM could not be found, attached to, refused the command, or did not answer in time.</exception>
    /// <exception cref="ClusterException">The pod or the debug container could not be had.</exception>
    public async Task<JcmdResult> RunAsync(DebugTarget target, IReadOnlyList<string> command, TimeSpan patience, CancellationToken cancellationToken) =>
        await RunAsync(await sessions.OpenAsync(target, cancellationToken), command, patience, cancellationToken);

    internal static async Task<JcmdResult> RunAsync(DebugSession session, IReadOnlyList<string> command, TimeSpan patience, CancellationToken cancellationToken)
    {
        var bound = patience > TimeSpan.Zero ? Math.Ceiling(patience.TotalSeconds).ToString(CultureInfo.InvariantCulture) : "-";
        await using var script = await session.StartAsync("run_jcmd", [session.Filter, session.Pid, bound, .. command], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, script.Reply);
        var (text, result) = await AnswerAsync(session, script, command, patience, cancellationToken);
        var output = JcmdOutput.WithoutToolLines(text);
        var jvm = script.Reply.Jvms[^1].ToProcess();
        return result.ExitCode == TimedOut ? throw NoAnswer(session, command, patience)
            : result.ExitCode == 0
            ? new JcmdResult(session.Target, jvm, output) { Origin = ArtifactOrigin.Of(session, jvm, "jcmd") }
            : throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {session.Target} refused '{string.Join(' ', command)}': {JcmdOutput.Complaint(output)}");
    }

    private static async Task<(string Text, ExecResult Result)> AnswerAsync(DebugSession session, RunningScript script, IReadOnlyList<string> command, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (patience > TimeSpan.Zero)
        {
            bound.CancelAfter(patience + Longer);
        }

        try
        {
            return (await ReadAsync(session, script.Stream, command, bound.Token), await script.Exec.WaitAsync(bound.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoAnswer(session, command, patience);
        }
    }

    internal static long LongestFor(long memory) => Math.Min(LongestAnswer, memory / 8);

    private static async Task<string> ReadAsync(DebugSession session, ReplyStream stream, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var longest = LongestFor(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        using var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (answer.Length + read > longest)
            {
                throw new JvmException(
                    JvmFailure.JcmdFailed,
                    $"The JVM in {session.Target} answered '{string.Join(' ', command)}' with more than {longest >> 20} MiB, and was not listened to any longer. Ask for less, or have the command write a file where it can.");
            }

            await answer.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return ModifiedUtf8.Decode(answer.GetBuffer().AsSpan(0, (int)answer.Length));
    }

    private static JvmException NoAnswer(DebugSession session, IReadOnlyList<string> command, TimeSpan patience) => new(
        JvmFailure.JcmdFailed,
        $"The JVM in {session.Target} took '{string.Join(' ', command)}' and did not answer within {Math.Ceiling(patience.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s; it may be hung, or need longer ('jcmd' and 'heap histogram' wait as long as --timeout says). 'threads' shows what it does: it asks a JVM that does not answer by signal.");
}
