using System.Globalization;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// Recordings that outlive the command: started here, listed and brought from anywhere. All that is known of them is in the
/// pod, as the recording's name in the JVM and the name of its file.
/// </summary>
public sealed partial class FlightRecorderControl(DebugSessionFactory sessions, IProgressReporter progress)
{
    private static readonly TimeSpan UndoBudget = TimeSpan.FromSeconds(15);

    /// <exception cref="JvmException">The JVM could not record, or a recording of that name is there.</exception>
    /// <exception cref="ClusterException">The pod could not be entered.</exception>
    public async Task<StartedRecording> StartAsync(JfrStartRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settings = await JfrCapture.ReadSettingsAsync(request.Settings, cancellationToken);
        var session = await sessions.OpenAsync(request.Target, cancellationToken);
        progress.Stage("Starting the recording");
        cancellationToken.ThrowIfCancellationRequested();

        // Not cut off in the middle: nobody would know whether it runs.
        using var grace = new CancellationTokenSource();
        await using var registration = cancellationToken.Register(() => grace.CancelAfter(UndoBudget));
        var name = RecordingFileName.RecordingPrefix + request.Name;
        var started = DateTimeOffset.UtcNow;
        var reply = await session.RunAsync(
            "start_detached",
            [
                session.Filter,
                session.Pid,
                name,
                RecordingFileName.DetachedBegin(request.Name),
                RecordingFileName.DetachedEnd(),
                request.Duration is { } duration ? Seconds(duration) : "-",
                request.MaxSize is { } bytes ? Text(Math.Max(1, bytes / 1024)) : "-",
                JfrCapture.IsBuiltIn(request.Settings) ? request.Settings : "jfc",
                Text(settings.Length),
                // A JVM that is shut down in an orderly way still writes the file, where a volume keeps it.
                "dumponexit=true",
                .. request.MaxAge is { } age ? [$"maxage={Seconds(age)}s"] : Array.Empty<string>(),
            ],
            settings,
            grace.Token);
        ScriptFailure.ThrowIfFailed(session, reply);
        if (JcmdOutput.StartedRecording(reply.Output) is null)
        {
            throw JfrCapture.NotStarted(session, reply);
        }

        var jvm = reply.Jvms[^1].ToProcess();
        var file = new RemotePath($"{reply["place"]}/{reply["file"]}");
        if (cancellationToken.IsCancellationRequested)
        {
            await DiscardAsync(session, jvm, name, file.FileName, grace.Token);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new StartedRecording(session.Target, jvm, name, file, started, request.Duration, (reply.Number("maxsize") ?? 0) * 1024) { Way = session.Way };
    }

    /// <exception cref="JvmException">The JVM could not be found or asked.</exception>
    /// <exception cref="ClusterException">The pod could not be entered.</exception>
    public async Task<RecordingListing> CheckAsync(DebugTarget target, CancellationToken cancellationToken) =>
        await ListAsync(await sessions.OpenAsync(target, cancellationToken), cancellationToken);

    private async Task<RecordingListing> ListAsync(DebugSession session, CancellationToken cancellationToken)
    {
        progress.Stage("Looking at the recordings");
        var reply = await session.RunAsync("list_recordings", [session.Filter, session.Pid], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, reply);
        if (JcmdOutput.LacksFlightRecorder(reply.Output))
        {
            throw JfrCapture.NotStarted(session, reply);
        }

        var jvm = reply.Jvms[^1].ToProcess();
        return new RecordingListing(session.Target, jvm, ListedRecording.Of(JcmdOutput.Recordings(reply.Output), Files(reply), jvm.NamespacePid));
    }

    // fileN SIZE MODIFIED PATH
    private static IEnumerable<RecordingFile> Files(ScriptReply reply)
    {
        for (var number = 1; reply["file" + Text(number)] is { } line; number++)
        {
            if (line.Split(' ', 3) is [var size, var modified, var path]
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                && long.TryParse(modified, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && RecordingFileName.TryParse(new RemotePath(path).FileName) is { } name)
            {
                yield return new RecordingFile(name, new RemotePath(path), bytes, DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, int.MaxValue)));
            }
        }
    }

    private static async Task<string> DiscardAsync(DebugSession session, JvmProcess jvm, string nameOrId, string fileName, CancellationToken cancellationToken)
    {
        var reply = await session.RunAsync("discard_recording", [session.Filter, Text(jvm.Pid), nameOrId, fileName, "any"], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, reply);
        return reply.Output;
    }

    private static string Seconds(TimeSpan duration) => Text((long)Math.Ceiling(duration.TotalSeconds));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
