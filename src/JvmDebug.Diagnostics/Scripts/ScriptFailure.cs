using System.Globalization;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>Turns the script's <c>error</c> lines into what the user is told.</summary>
internal static class ScriptFailure
{
    private const string NoJvm = "no-jvm";
    private const string NoSuchPid = "no-such-pid";

    /// <summary>KiB: with less the JVM did not write its file to the end.</summary>
    public const long DiskIsFull = 1024;

    /// <summary>Whether the JVM that was asked is no more, and with it all that was begun in it.</summary>
    public static bool SaysJvmIsGone(ScriptReply reply) => reply.ErrorCode is NoJvm or NoSuchPid;

    public static void ThrowIfFailed(DebugSession session, ScriptReply reply)
    {
        if (reply.ErrorCode is { } code)
        {
            throw Translate(session, reply, code);
        }
    }

    /// <summary>The JVM closes a recording with what it could write of it, and says nothing on a connection of ours.</summary>
    public static JvmException DiskFilled(ContainerRef target, string path, long free) => new(
        JvmFailure.NoSpace,
        $"The file system that {path} is on in {target} filled up while the recording ran ({free} KiB are free), so the JVM could not write it whole; what it wrote was removed. Free some space or mount a larger emptyDir volume at /tmp, or record less (--duration, --max-size, --settings default).");

    public static JvmException Unexpected(DebugSession session, string operation, ExecResult result) => new(
        JvmFailure.DebugImageUnsuitable,
        $"The script '{operation}' in {Toolbox.Script(session)} ended with exit code {result.ExitCode}: {FirstLine(result.Stderr)}. "
        + $"{Toolbox.Name(session)} may lack a tool it needs (sh, tar, gzip, sha256sum). {Toolbox.Advice(session)}");

    private static JvmException Translate(DebugSession session, ScriptReply reply, string code)
    {
        var target = session.Target;
        return code switch
        {
            NoJvm => new(JvmFailure.NoJvm, $"No JVM runs in container {target}{Seen(reply.ErrorText)}. Name another container with -c if the pod has several."),
            NoSuchPid => new(JvmFailure.NoJvm, $"Process {reply.ErrorText} is not a JVM in container {target}; {Candidates(reply)}."),
            "several-jvms" => new(JvmFailure.SeveralJvms, $"Container {target} runs {reply.ErrorText} JVMs and none was named with --pid; {Candidates(reply)}.") { Candidates = [.. reply.Jvms.Select(jvm => jvm.Pid)] },
            "no-jcmd" => new(JvmFailure.DebugImageUnsuitable, $"{Toolbox.Name(session)} has neither jcmd nor jattach nor perl. {Toolbox.Advice(session)}"),
            "image-unsuitable" => new(JvmFailure.DebugImageUnsuitable, $"{Toolbox.Name(session)} cannot be used: {reply.ErrorText}. {Toolbox.Advice(session)}"),
            "no-memory" => Toolbox.NoMemory(session, reply.ErrorText),
            "name-taken" => new(JvmFailure.RecordingInProgress, $"A recording named {reply.ErrorText} is already running in the JVM of {target}:\n{reply.Output.TrimEnd()}\nWait until it ends, record beside it with --name OTHER, or end it: jvmdebug jfr stop {TargetWords.Of(target, session.Way)} --name {reply.ErrorText}"),
            "no-space" => NoSpace(target, reply.ErrorText),
            "no-dump" => new(JvmFailure.HeapDumpFailed, $"The heap dump of {target} is gone from where the JVM was writing it ({reply.ErrorText}). Try again."),
            "no-file" => NoFile(target, reply),
            _ => new(JvmFailure.AttachImpossible, $"Cannot attach to the JVM in {target}: {Obstacle(reply, code)}."),
        };
    }

    // FREE-KB PLACE
    private static JvmException NoSpace(ContainerRef target, string text)
    {
        var (free, place) = text.Split(' ', 2) is [var number, var path] ? (number, path) : (text, "/tmp");
        return new(
            JvmFailure.NoSpace,
            $"Only {free} KiB are free on {place} of {target}, the roomiest place the JVM can write its recording to (/tmp, java.io.tmpdir, /var/tmp, /dev/shm); at least 16 MiB are needed. Free some space, or mount a larger emptyDir volume at /tmp.");
    }

    // FREE-KB PATH
    private static JvmException NoFile(ContainerRef target, ScriptReply reply)
    {
        var (free, path) = reply.ErrorText.Split(' ', 2) is [var number, var rest] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? (kib, rest) : (0, reply.ErrorText);
        return free < DiskIsFull
            ? DiskFilled(target, path, free)
            : new(JvmFailure.FlightRecorderFailed, $"The JVM of {target} wrote no recording to {path}{After(reply.Output)}. Look at the JVM's log.");
    }

    private static string Obstacle(ScriptReply reply, string code) =>
        reply.Jvms.Count > 0 ? AttachObstacle.Describe(reply.Jvms[^1] with { Obstacle = code }) : $"the script reports '{code}' ({reply.ErrorText})";

    private static string Candidates(ScriptReply reply) =>
        "candidates: " + string.Join(", ", reply.Jvms.Select(jvm => $"{jvm.Pid} ({JavaCommandLine.MainClass(jvm.Arguments) ?? jvm.Arguments[0]})"));

    private static string Seen(string processes) =>
        string.IsNullOrWhiteSpace(processes)
            ? "; none of its processes can be seen from the debug container, so the container runtime did not share the PID namespace"
            : $" (seen: {processes.Trim()})";

    private static string After(string output) => output.Length == 0 ? "" : $"; JFR.stop said: {output.Trim()}";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? line : "(no message)";
}
