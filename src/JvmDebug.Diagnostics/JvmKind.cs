namespace JvmDebug.Diagnostics;

/// <summary>Which virtual machine a process runs. Only HotSpot takes every diagnostic command.</summary>
public enum JvmKind
{
    HotSpot,
    OpenJ9,

    /// <summary>GraalVM native image; HotSpot's attach protocol is there only with <c>--enable-monitoring=jcmd</c>.</summary>
    NativeImage,
}

/// <summary>The script's words for the kinds, and what each cannot do.</summary>
internal static class JvmKinds
{
    public static JvmKind Parse(string word) => word switch
    {
        "openj9" => JvmKind.OpenJ9,
        "native-image" => JvmKind.NativeImage,
        _ => JvmKind.HotSpot,
    };

    public static string NoRecorder(JvmKind kind) => kind == JvmKind.OpenJ9
        ? "it is an OpenJ9 JVM, which has no Flight Recorder that HotSpot's commands could start"
        : "it is a GraalVM native image, which records only if it was built to";

    public static string RecorderFix(JvmKind kind) => kind == JvmKind.OpenJ9
        ? "-Xtrace:none -Xdump:java:events=user  # a javacore for each SIGQUIT; or run the service on a HotSpot JDK to record it"
        : "native-image --enable-monitoring=jcmd,jfr ...  # where the image is built; then start it with -XX:StartFlightRecording";
}
