using JvmDebug.Diagnostics.Scripts;

namespace JvmDebug.Diagnostics;

/// <summary>Says what stands between us and a JVM, and what removes it. The words are those of attach.sh.</summary>
internal static class AttachObstacle
{
    public static string Describe(JvmScan jvm) => jvm.Obstacle switch
    {
        "disabled" =>
            "it runs with -XX:+DisableAttachMechanism; remove the flag and restart the pod",
        "no-tmp" =>
            "its file system has no /tmp, where HotSpot opens the attach socket; mount an emptyDir volume at /tmp",
        "tmp-not-writable" =>
            "it cannot write to /tmp, where HotSpot opens the attach socket (java.io.tmpdir does not change that); mount an emptyDir volume at /tmp",
        "no-sigquit-handler" =>
            "it has no handler for SIGQUIT (still starting, or -Xrs without -XX:+StartAttachListener), and the signal would kill it; try again in a moment, or start it with -XX:+StartAttachListener",
        "no-answer" =>
            "it did not open its attach socket within 5 s of SIGQUIT; it may be hung or stopped at a long safepoint. A thread dump out of its log, which 'jvmdebug threads' takes by SIGQUIT, may still be possible",
        "stopped" =>
            "the process is stopped (state T: SIGSTOP, or a debugger holds it) and can answer nothing until it gets SIGCONT",
        "openj9" when jvm.CatchesSigquit =>
            "it is an OpenJ9 JVM, which HotSpot's attach protocol does not reach; 'jvmdebug threads' has it write a javacore (threads, locks, memory) by SIGQUIT and brings it here, and OpenJ9's own jcmd works from a debug image of the same JDK",
        "openj9" =>
            "it is an OpenJ9 JVM, which HotSpot's attach protocol does not reach, and it has no handler for SIGQUIT (-Xrs), by which it would write a javacore; OpenJ9's own jcmd works from a debug image of the same JDK",
        "native-image" when jvm.CatchesSigquit =>
            "it is a GraalVM native image without the attach mechanism; 'jvmdebug threads' sends it SIGQUIT, at which it prints its threads if it was built with --enable-monitoring=threaddump. Build it with --enable-monitoring=jcmd (and jfr, heapdump as wanted) for more",
        "native-image" =>
            "it is a GraalVM native image with neither the attach mechanism nor a handler for SIGQUIT, which would kill it; build it with --enable-monitoring=jcmd,threaddump (and jfr, heapdump as wanted)",
        "credentials" => DescribeCredentials(jvm),
        var other => $"the script reports '{other}'",
    };

    private static string DescribeCredentials(JvmScan jvm)
    {
        var wanted = jvm.Credentials;
        if (jvm.Debugger is not { } own)
        {
            return $"it runs as {wanted.Uid}:{wanted.Gid} and the debug container's identity is unknown";
        }

        if (own.Uid != wanted.Uid || own.Gid != wanted.Gid)
        {
            return $"it runs as uid {wanted.Uid}, gid {wanted.Gid} and the debug container as uid {own.Uid}, gid {own.Gid}; "
                + "the kernel and HotSpot want the same ones. Its container starts under another identity than the JVM's and the debug container has no means to change over "
                + "(root with SETUID and SETGID, and setpriv in the debug image); set runAsUser and runAsGroup of the target container to the JVM's";
        }

        var missing = own.MissingFrom(wanted);
        return missing.Count > 0
            ? $"it holds capabilities the debug container has not ({string.Join(", ", missing)}), so the kernel denies access to it; they come from the executable or the runtime, not from the container's securityContext"
            : "the kernel denies access to it although uid, gid and capabilities are the same; a security module (AppArmor, SELinux) or a non-dumpable process stands in between";
    }
}
