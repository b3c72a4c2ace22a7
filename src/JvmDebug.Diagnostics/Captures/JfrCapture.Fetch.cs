using System.Diagnostics;
using System.Text;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

public sealed partial class JfrCapture
{
    // With the pauses between them most of a minute: a laptop that has just woken up, an API server that restarts.
    private const int FinishAttempts = 10;

    // Each attempt may itself have waited for a server that restarts.
    private static readonly TimeSpan FinishPatience = TimeSpan.FromMinutes(2);

    /// <summary>Before the second attempt to finish; longer before each after it.</summary>
    internal TimeSpan FinishPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Stops the recording, receives the file, proves it, and only then has the pod's copy deleted. What is in it is read meanwhile.</summary>
    internal async Task<(CollectedFile File, RecordingSummary Summary)> FetchAsync(DebugSession session, RecordingInJvm recording, ExecAhead? ahead, CaptureDestination destination, CancellationToken cancellationToken)
    {
        progress.Stage(recording.Bring switch { "dump" => "Dumping the recording", "fetch" => "Looking at the recording's file", _ => "Stopping the recording" });
        await using var script = await FinishAsync(session, recording, ahead, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, script.Reply);
        recording.Place = script.Reply["place"] ?? recording.Place;
        var expected = Announced(session, recording, script.Reply);
        progress.Stage("Receiving the recording");
        string path, sha256;
        try
        {
            sha256 = await PodFileReader.ReceiveAsync(
                expected,
                destination.Part,
                script.Stream,
                (offset, token) => ResumeAsync(session, recording, offset, token),
                transfer => progress.Transfer(transfer.Received, transfer.Total),
                cancellationToken);
            ChunkChain.Verify(destination.Part);
            path = destination.Keep();
        }
        catch (Exception e)
        {
            Discard(destination.Part);
            if (e is OperationCanceledException)
            {
                throw;
            }

            // A torso is worth less to the user than its room to the application.
            if (e is JfrFormatException && script.Reply.Number("room") is < ScriptFailure.DiskIsFull and { } free)
            {
                await DeleteRemoteAsync(session, recording, script, cancellationToken);
                throw ScriptFailure.DiskFilled(session.Target, recording.Path.ToString(), free);
            }

            throw NotBroughtHome(session, recording, e);
        }

        recording.MayRun = false;
        var deletion = DeleteRemoteAsync(session, recording, script, cancellationToken);
        try
        {
            return (new CollectedFile(path, expected.Size, sha256), RecordingSummaryReader.Read(path, OneAtATime, cancellationToken));
        }
        finally
        {
            await deletion;
        }
    }

    private static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder has gone or cannot be written any more: what failed before says it.
        }
    }

    // The operation can be repeated: JFR.stop finds nothing the second time, and the file is already there.
    private async Task<RunningScript> FinishAsync(DebugSession session, RecordingInJvm recording, ExecAhead? ahead, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ahead is not null && await ahead.TakeAsync(cancellationToken) is { } waiting
                    ? await session.AnswerAsync(waiting, "finish\n"u8.ToArray(), cancellationToken)
                    : await session.StartAsync(recording.Finish.Operation, recording.Finish.Arguments, default, cancellationToken);
            }
            catch (ClusterException e) when (attempt < FinishAttempts && clock.Elapsed < FinishPatience && e.Reason is ClusterFailure.ConnectionLost or ClusterFailure.Unreachable)
            {
                progress.Warning($"{e.Message} Trying again.");
                await Task.Delay(attempt * FinishPause, cancellationToken);
            }
            catch (Exception e) when (e is JvmException || e is ClusterException cluster && SaysNothingOfTheJvm(cluster.Reason))
            {
                throw NotFinished(session, recording, e);
            }
        }
    }

    // A pod or container that is gone has taken the recording along.
    private static bool SaysNothingOfTheJvm(ClusterFailure reason) =>
        reason is ClusterFailure.ConnectionLost or ClusterFailure.Unreachable or ClusterFailure.Unauthorized or ClusterFailure.Forbidden;

    private static RemoteFile Announced(DebugSession session, RecordingInJvm recording, ScriptReply reply) =>
        reply.Number("size") is { } size and > 0
            ? new RemoteFile(recording.Path, size, Sha256: null)
            : throw new JvmException(JvmFailure.DebugImageUnsuitable, $"The debug container {session.Debugger} did not tell the size of {recording.Path}; its image {session.Request.Image} may lack stat. Name another with --image.");

    private async Task<IExecSession> ResumeAsync(DebugSession session, RecordingInJvm recording, long offset, CancellationToken cancellationToken)
    {
        progress.Warning($"The connection broke after {offset} bytes; going on from there.");
        return await session.SendAsync("fetch_range", [Text(recording.Pid!.Value), recording.FileName, Text(offset)], cancellationToken);
    }

    private async Task DeleteRemoteAsync(DebugSession session, RecordingInJvm recording, RunningScript script, CancellationToken cancellationToken)
    {
        try
        {
            await script.Exec.WriteStdinAsync(Encoding.ASCII.GetBytes("received\n"), cancellationToken);
            var result = await script.Exec.WaitAsync(cancellationToken);
            if (result.ExitCode == 0)
            {
                return;
            }
        }
        catch (ClusterException)
        {
            // The connection that began the transfer is gone; a new one does it.
        }

        try
        {
            await session.RunAsync("delete_file", [Text(recording.Pid!.Value), recording.FileName], default, cancellationToken);
        }
        catch (Exception e) when (e is ClusterException or JvmException)
        {
            // The recording is here and proven: that its copy could not be removed is no reason to call it failed.
            progress.Warning($"The pod's copy of the recording could not be removed ({e.Message}); {Leftover.Fate(session, recording.Path.ToString(), "within an hour")}.");
        }
    }
}
