using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// Takes thread dumps of one JVM, all samples in one exec, each on this disk as it comes. Where no attach is possible the
/// JVM is made to print them into its log, if it has a handler for the signal, and they are read back from there; OpenJ9
/// writes a file instead, which is fetched.
/// </summary>
public sealed partial class ThreadDumpCapture(DebugSessionFactory sessions, IProgressReporter progress)
{
    private const int FirstWithVirtualThreads = 21;

    // What timeout(1) ends with; threads.sh says for how long.
    private const int NoAnswer = 124;

    /// <exception cref="JvmException">The JVM could not be found or asked, or a file could not be written here.</exception>
    /// <exception cref="ClusterException">The pod could not be entered, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">Before there was a dump; later the result tells.</exception>
    public async Task<ThreadDumpResult> RunAsync(ThreadDumpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await TakeAsync(await sessions.OpenAsync(request.Target, cancellationToken), request, cancellationToken);
    }

    internal async Task<ThreadDumpResult> TakeAsync(DebugSession session, ThreadDumpRequest request, CancellationToken cancellationToken)
    {
        progress.Stage(request.Count == 1 ? "Taking a thread dump" : $"Taking {request.Count} thread dumps, {request.Interval.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s apart");
        var start = DateTimeOffset.UtcNow;
        await using var script = await session.StartAsync(
            "sample_threads",
            [
                session.Filter,
                session.Pid,
                request.Count.ToString(CultureInfo.InvariantCulture),
                request.Interval.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
                request.Locks ? "locks" : "-",
                request.Virtual ? $"jvmdebug-threads-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.json" : "-",
            ],
            default,
            cancellationToken);
        ScriptFailure.ThrowIfFailed(session, script.Reply);
        var jvm = script.Reply.Jvms[^1].ToProcess();
        var names = new FileNames(session, jvm, request.Output, start);
        var taken = new Taken();
        var cut = await TryAsync(async () =>
        {
            await ReceiveAsync(session, script, request, jvm, names, taken, cancellationToken);
            var result = await script.Exec.WaitAsync(cancellationToken);
            if (taken.Samples < request.Count || (taken.Files.Count == 0 && taken.Signalled == 0))
            {
                throw ScriptFailure.Unexpected(session, "sample_threads", result);
            }
        });
        if (taken.Signalled > 0 && !cancellationToken.IsCancellationRequested)
        {
            var signalled = new Signalled(start, taken.Signalled, script.Reply["reason"] ?? "no-answer");
            cut = await TryAsync(async () => taken.Files.Add(await ReadFromLogAsync(session, jvm.Kind, names.Of(taken.Files.Count + 1, isVirtual: false), signalled, cancellationToken))) ?? cut;
        }

        if (cut is not null && taken.Files.Count == 0)
        {
            ExceptionDispatchInfo.Throw(cut);
        }

        if (jvm.Kind != JvmKind.HotSpot)
        {
            progress.Warning($"{session.Target} gave {JvmKinds.DumpsOf(jvm.Kind)}.");
        }

        return new ThreadDumpResult(session.Target, jvm, taken.Files, taken.Signalled > 0)
        {
            Origin = ArtifactOrigin.Of(session, jvm, "threads"),
            Cut = cut is null ? null : Kept(cut, taken.Files.Count),
        };
    }

    // Dumps that came before something broke, or the user had enough, show what the JVM will not show again.
    private static async Task<Exception?> TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            return null;
        }
        catch (Exception e) when (e is ClusterException or JvmException or OperationCanceledException)
        {
            return e;
        }
    }

    private static Exception Kept(Exception e, int files)
    {
        var message = $"{(e is OperationCanceledException ? "Cancelled." : e.Message)} {(files == 1 ? "The dump that came before is whole and was kept." : $"The {files} dumps that came before are whole and were kept.")}";
        return e switch
        {
            ClusterException cluster => new ClusterException(cluster.Reason, message, e),
            JvmException jvm => new JvmException(jvm.Reason, message, e),
            _ => new OperationCanceledException(message, e),
        };
    }

    private async Task ReceiveAsync(DebugSession session, RunningScript script, ThreadDumpRequest request, JvmProcess jvm, FileNames names, Taken taken, CancellationToken cancellationToken)
    {
        var patience = request.Interval + DebugSession.AnswerTimeout;
        var line = await NextAsync(session, script, patience, cancellationToken);
        while (line is { } words)
        {
            switch (ModifiedUtf8.Decode(words.Span).Split(' '))
            {
                case ["dump", var kind, var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    await using (var file = DumpedFile.Create(names.Of(number, kind == "virtual")))
                    {
                        while ((line = await NextAsync(session, script, patience, cancellationToken)) is { } printed && printed.Span.StartsWith("| "u8))
                        {
                            await file.AppendAsync(printed[2..], cancellationToken);
                        }

                        if (line is null && file.ExitStatus is null)
                        {
                            throw new ClusterException(ClusterFailure.ConnectionLost, $"The answer of {session.Debugger} ended in the middle of dump {number} of {request.Count}.");
                        }

                        await KeepAsync(session, kind, file, jvm, taken.Files);
                        taken.Samples = number;
                    }

                    break;
                case ["signalled", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    taken.Samples = number;
                    taken.Signalled++;
                    line = await NextAsync(session, script, patience, cancellationToken);
                    break;
                case ["error", "no-javacore", ..]:
                    throw new JvmException(JvmFailure.JcmdFailed, $"The OpenJ9 JVM in {session.Target} was told by SIGQUIT to write a javacore, and within 20 s none was in its working directory or /tmp. Where -Xdump sends it elsewhere, {(session.Way == DebugWay.Local ? "what it prints to its standard error names the file (JVMDUMP032I)." : $"its log names the file (JVMDUMP032I): kubectl logs {TargetWords.Of(session.Target, session.Way)}")}");
                case ["error", var code, ..]:
                    throw new JvmException(JvmFailure.NoJvm, $"The JVM in {session.Target} ended while its threads were sampled ({code}).");
                default:
                    line = await NextAsync(session, script, patience, cancellationToken);
                    break;
            }
        }
    }

    private async Task KeepAsync(DebugSession session, string kind, DumpedFile dump, JvmProcess jvm, List<CollectedFile> files)
    {
        if (dump.ExitStatus == 0)
        {
            files.Add(await dump.KeepAsync());
            return;
        }

        if (dump.ExitStatus == NoAnswer)
        {
            progress.Warning($"The JVM in {session.Target} took the attach and gave no answer within 30 s: its attach listener is stuck in an earlier command, or it is hung.");
            return;
        }

        if (kind != "virtual")
        {
            throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {session.Target} gave no thread dump: {JcmdOutput.Complaint(dump.LastLines)}");
        }

        progress.Warning(IsBeforeVirtualThreads(jvm)
            ? $"JDK {jvm.Java} has no virtual threads; their dump is left out."
            : $"The dump of the virtual threads could not be had: {JcmdOutput.Complaint(dump.LastLines)}");
    }

    private static bool IsBeforeVirtualThreads(JvmProcess jvm) =>
        jvm.Java is { } java && int.TryParse(java.AsSpan(0, java.AsSpan().IndexOfAnyExceptInRange('0', '9') is > 0 and var end ? end : java.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var release)
        && release < FirstWithVirtualThreads;

    private static async Task<ReadOnlyMemory<byte>?> NextAsync(DebugSession session, RunningScript script, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            return await script.Stream.ReadLineBytesAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {session.Target} said nothing for {patience.TotalSeconds:0} s; it may be hung or starved of CPU.");
        }
    }

    /// <summary>What has been taken so far; stays when the rest does not come.</summary>
    private sealed class Taken
    {
        public List<CollectedFile> Files { get; } = [];

        /// <summary>Of those asked for, how many are done with, whether they brought a file or not.</summary>
        public int Samples { get; set; }

        /// <summary>How many of them were left to the JVM's log.</summary>
        public int Signalled { get; set; }
    }

    /// <summary>Names that tell where a dump is from, and by which a bundle can be read again.</summary>
    private sealed class FileNames(DebugSession session, JvmProcess jvm, string directory, DateTimeOffset start)
    {
        private readonly string _time = start.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

        public string Of(int sample, bool isVirtual) =>
            Path.Combine(directory, Jvm.FileName(Clean(session.Target.Pod), Clean(session.Target.Container), jvm.Pid, _time, sample, isVirtual));

        // A pod's name is harmless as it is; the name of this machine may not be.
        private static string Clean(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? char.ToLowerInvariant(c) : '-'));
    }
}
