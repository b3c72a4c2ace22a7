using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>What the user is told where the recording was made and did not come home: why, where it is, how to get it.</summary>
public sealed partial class JfrCapture
{
    private static Exception NotFinished(DebugSession session, RecordingInJvm recording, Exception e)
    {
        var still = recording.Stays(session) ?? $"The recording '{recording.Name}' was made and is not lost: by {Time(recording.EndsBy)} the JVM (process {recording.Pid} in container {session.Target}) ends it by itself and writes {recording.Path} there. "
            + (session.Way == DebugWay.Beside && recording.Kept > TimeSpan.Zero ? $"The debug container {session.Debugger.Container} removes it at {Time(recording.EndsBy + recording.Kept)}. " : "")
            + Fetch(session, recording);
        return e switch
        {
            ClusterException cluster => new ClusterException(ClusterFailure.TransferIncomplete, $"{cluster.Message} {still}", cluster),
            JvmException jvm => new JvmException(jvm.Reason, $"{jvm.Message} {still}", jvm),
            _ => e,
        };
    }

    private static Exception NotBroughtHome(DebugSession session, RecordingInJvm recording, Exception e)
    {
        var still = recording.Stays(session) ?? (session.Way == DebugWay.Beside
            ? $"The recording is still at {recording.Path} in container {session.Target} for an hour; the debug container {session.Debugger.Container} removes it then. {Fetch(session, recording)}"
            : $"The recording is still at {recording.Path} in container {session.Target}; remove it when you have it. {Fetch(session, recording)}");
        return e switch
        {
            ClusterException cluster => new ClusterException(cluster.Reason, $"{cluster.Message} {still}", cluster),
            JfrFormatException damaged => new JvmException(JvmFailure.RecordingDamaged, $"What the JVM wrote is not a whole recording: {damaged.Message}. {still}", damaged),
            JvmException jvm => new JvmException(jvm.Reason, $"{jvm.Message} {still}", jvm),
            IOException or UnauthorizedAccessException => new JvmException(JvmFailure.LocalFile, $"The recording could not be written here: {e.Message.TrimEnd('.')}. {still}", e),
            _ => e,
        };
    }

    private static string Fetch(DebugSession session, RecordingInJvm recording) => session.Way switch
    {
        DebugWay.Local => $"Fetch it with: cp {recording.Path} .",
        DebugWay.Inside => $"Fetch it with: {Exec(session)} cat {recording.Path} > {recording.FileName}",
        _ => $"Fetch it with: {Exec(session)} cat /proc/{recording.Pid}/root{recording.Path} > {recording.FileName}",
    };

    private static string Exec(DebugSession session) =>
        $"kubectl exec -n {session.Debugger.Namespace} {session.Debugger.Pod} -c {session.Debugger.Container} --";

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
