using System.Globalization;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// Makes one recording and brings it here: start, wait without a connection, stop, receive, prove, delete. The recording
/// has a duration of its own in the JVM, so it ends even if we vanish.
/// </summary>
public sealed partial class JfrCapture(DebugSessionFactory sessions, IProgressReporter progress)
{
    /// <summary>How much longer than asked the JVM would record if nobody stopped it.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // The client must stay small: two chunks at once are twice the memory.
    private static readonly RecordingOptions OneAtATime = new() { Parallelism = 1 };

    private static readonly TimeSpan UndoBudget = TimeSpan.FromSeconds(15);

    // An exec is a fraction of a second under way, on a bad line more; no connection is held while a long recording runs.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    /// <exception cref="JvmException">The JVM could not record, or this side cannot take the file.</exception>
    /// <exception cref="ClusterException">The pod could not be entered, or the file did not arrive.</exception>
    public async Task<JfrCaptureResult> RunAsync(JfrCaptureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CaptureFile.CheckRoom(request.Output);
        var settings = await ReadSettingsAsync(request.Settings, cancellationToken);
        var session = await sessions.OpenAsync(request.Target, cancellationToken);
        return await RecordAsync(session, request, settings, cancellationToken);
    }

    internal async Task<JfrCaptureResult> RecordAsync(DebugSession session, JfrCaptureRequest request, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        var name = request.Name ?? JfrCaptureRequest.DefaultName;
        var recording = new RecordingInJvm(RecordingFileName.RecordingPrefix + name, RecordingFileName.OfCapture(name));
        var destination = CaptureFile.Destination(request.Output, session.Target, DateTimeOffset.UtcNow);
        try
        {
            progress.Stage("Starting the recording");
            var jvm = await StartOrUndoAsync(session, recording, request, settings, cancellationToken);
            (recording.Pid, recording.EndsBy) = (jvm.Pid, recording.RunsSince + request.Duration + Margin);
            await using var ahead = new ExecAhead(
                request.Duration - Ahead - (DateTimeOffset.UtcNow - recording.RunsSince),
                token => session.SendAsync("finish_when_told", recording.Finish.Arguments, token));
            await WaitAsync(recording.RunsSince, request.Duration, cancellationToken);
            var (file, summary) = await FetchAsync(session, recording, ahead, destination, cancellationToken);
            return new JfrCaptureResult(file.Path, file.Size, file.Sha256, session.Target, jvm, recording.Name, summary) { Origin = ArtifactOrigin.Of(session, jvm, "jfr capture") };
        }
        catch (OperationCanceledException) when (recording.MayRun)
        {
            await UndoAsync(session, recording);
            throw;
        }
    }

    internal static async Task<ReadOnlyMemory<byte>> ReadSettingsAsync(string settings, CancellationToken cancellationToken)
    {
        if (IsBuiltIn(settings))
        {
            return default;
        }

        try
        {
            return await File.ReadAllBytesAsync(settings, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"The settings file {settings} cannot be read: {e.Message}", e);
        }
    }

    internal static bool IsBuiltIn(string settings) => settings is "default" or "profile";

    private async Task<JvmProcess> StartOrUndoAsync(DebugSession session, RecordingInJvm recording, JfrCaptureRequest request, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(session, recording, request, settings, cancellationToken);
        }
        catch (Exception e) when (recording.MayRun && LeavesItOpen(e))
        {
            // The answer was lost, and the JVM may have understood the question.
            await UndoAsync(session, recording);
            throw;
        }
    }

    // Not where the script never ran.
    private static bool LeavesItOpen(Exception e) =>
        e is ClusterException { Reason: ClusterFailure.ConnectionLost or ClusterFailure.Unreachable } or JvmException;

    private async Task<JvmProcess> StartAsync(DebugSession session, RecordingInJvm recording, JfrCaptureRequest request, ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Not cut off in the middle: JFR.start would run on in the pod and our undo would come before it.
        using var grace = new CancellationTokenSource();
        await using var registration = cancellationToken.Register(() => grace.CancelAfter(UndoBudget));
        var sent = await session.SendAsync(
            "start_recording",
            [
                session.Filter,
                session.Pid,
                recording.Name,
                recording.FileName,
                Text((long)Math.Ceiling((request.Duration + Margin).TotalSeconds)),
                request.MaxSize is { } bytes ? Text(Math.Max(1, bytes / 1024)) : "-",
                IsBuiltIn(request.Settings) ? request.Settings : "jfc",
                Text(settings.Length),
            ],
            grace.Token);
        recording.MayRun = true;
        var reply = await session.ReplyAsync("start_recording", sent, settings, grace.Token);
        if (reply.ErrorCode is not null || JcmdOutput.StartedRecording(reply.Output) is null)
        {
            recording.MayRun = false;
            ScriptFailure.ThrowIfFailed(session, reply);
            throw NotStarted(session, reply);
        }

        recording.RunsSince = reply.LastLineAt;
        recording.Place = reply["place"] ?? recording.Place;
        recording.Kept = TimeSpan.FromSeconds(reply.Number("kept") ?? 0);
        cancellationToken.ThrowIfCancellationRequested();
        var jvm = reply.Jvms[^1].ToProcess();
        progress.Note($"Recording '{recording.Name}' in process {jvm.Pid} ({jvm.MainClass ?? "JVM"}{(jvm.Java is null ? "" : ", JDK " + jvm.Java)}) as uid {jvm.Uid}, gid {jvm.Gid}");
        return jvm;
    }

    internal static JvmException NotStarted(DebugSession session, ScriptReply reply) => JcmdOutput.LacksFlightRecorder(reply.Output)
        ? new JvmException(JvmFailure.FlightRecorderFailed, $"The JVM in {session.Target} has no Flight Recorder ({JcmdOutput.Complaint(reply.Output)}). It needs the module jdk.jfr, and JDK 8 at least 8u262.")
        : new JvmException(JvmFailure.FlightRecorderFailed, $"The JVM in {session.Target} did not start the recording: {JcmdOutput.Complaint(reply.Output)}");

    private async Task WaitAsync(DateTimeOffset began, TimeSpan duration, CancellationToken cancellationToken)
    {
        progress.Stage($"Recording for {duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s");
        var before = DateTimeOffset.UtcNow - began;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (Elapsed() is var elapsed && elapsed < duration)
        {
            progress.Waiting(elapsed, duration);
            var rest = duration - elapsed;
            await Task.Delay(rest < TimeSpan.FromMilliseconds(500) ? rest : TimeSpan.FromMilliseconds(500), cancellationToken);
        }

        // A stopwatch stands still while the computer sleeps; the JVM records on.
        TimeSpan Elapsed() => TimeSpan.FromTicks(Math.Max((before + clock.Elapsed).Ticks, (DateTimeOffset.UtcNow - began).Ticks));
    }

    private async Task UndoAsync(DebugSession session, RecordingInJvm recording)
    {
        progress.Stage("Stopping the recording and removing its file");
        using var budget = new CancellationTokenSource(UndoBudget);
        try
        {
            var reply = await session.RunAsync(
                "discard_recording",
                [session.Filter, recording.Pid is { } pid ? Text(pid) : session.Pid, recording.Name, recording.FileName, "own"],
                default,
                budget.Token);
            if (!ScriptFailure.SaysJvmIsGone(reply))
            {
                ScriptFailure.ThrowIfFailed(session, reply);
            }
        }
        catch (Exception e) when (e is ClusterException or JvmException or OperationCanceledException)
        {
            progress.Warning($"The recording '{recording.Name}' could not be stopped ({(e is OperationCanceledException ? FormattableString.Invariant($"it took longer than {UndoBudget.TotalSeconds} s") : e.Message)}). It ends by itself; {Leftover.Fate(session, recording.Path.ToString(), "then")}.");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
