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
        ? "FROM eclipse-temurin:21-jre  # a HotSpot JDK in the image's Dockerfile"
        : "native-image --enable-monitoring=jcmd,jfr ...  # where the image is built; then start it with -XX:StartFlightRecording";

    /// <summary>Why its thread dumps are kept as they are.</summary>
    public static string DumpsOf(JvmKind kind) => kind == JvmKind.OpenJ9
        ? "a javacore of OpenJ9, which is kept as it is (the Thread and Monitor Dump Analyzer reads it); 'threads analyze' reads HotSpot's dumps alone"
        : "a dump in the native image's own words, which is kept as it is; 'threads analyze' reads HotSpot's dumps alone";
}
