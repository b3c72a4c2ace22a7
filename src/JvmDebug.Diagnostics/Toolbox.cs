using System.Globalization;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics;

/// <summary>Where the script's tools come from, in words: the debug image, the target's own image, this machine.</summary>
internal static class Toolbox
{
    /// <summary>"The debug image X", to begin a sentence with.</summary>
    public static string Name(DebugSession session) => session.Way switch
    {
        DebugWay.Inside => $"The image of container {session.Target}",
        DebugWay.Local => "This machine",
        _ => $"The debug image {session.Request.Image}",
    };

    /// <summary>What to do when a tool is missing there.</summary>
    public static string Advice(DebugSession session) => session.Way switch
    {
        DebugWay.Inside => "Bring the tools along in a debug container: --mode ephemeral, or --mode copy.",
        DebugWay.Local => "Install a JDK, or jattach.",
        _ => $"Name a JDK image with --image, for example {DebugDefaults.BuiltInImage}.",
    };

    public static string Script(DebugSession session) => session.Way == DebugWay.Beside ? $"debug container {session.Debugger}" : session.Way == DebugWay.Local ? "this machine" : $"container {session.Debugger}";

    /// <summary>An exec that could not start its sh: the debug image's fault has been told, the target's is ours to tell.</summary>
    public static ClusterException NoShell(DebugSession session, ClusterException e) => new(
        ClusterFailure.ExecRefused,
        $"{Name(session)} has no sh, which --mode exec needs. {Advice(session)}",
        e);

    public static JvmException NoMemory(DebugSession session, string text)
    {
        // TOOL NEEDED-KB ROOM-KB
        var words = text.Split(' ');
        var (tool, needed, room) = words.Length == 3 ? (words[0], MiB(words[1]), MiB(words[2])) : ("jcmd", "?", "?");
        var next = session.Way == DebugWay.Inside
            ? "Raise the container's memory limit, or go on with --force."
            : $"{(tool is "jcmd" or "java" ? "A debug image with jattach or perl takes 3 MB (--image); else raise" : "Raise")} the memory limit, or go on with --force.";
        return new JvmException(
            JvmFailure.NoMemory,
            $"{tool} would take {needed} MiB of memory in the pod, and {room} MiB are left below the limit of container {session.Target}; the kernel would kill something there. {next}");
    }

    private static string MiB(string kib) =>
        long.TryParse(kib, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? ((value + 512) / 1024).ToString(CultureInfo.InvariantCulture) : kib;
}
