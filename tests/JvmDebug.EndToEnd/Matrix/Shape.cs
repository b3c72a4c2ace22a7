using JvmDebug.EndToEnd.Support;

namespace JvmDebug.EndToEnd.Matrix;

/// <summary>A kind of pod that a JVM is met in.</summary>
/// <param name="Pod">The pod with a JVM of that JDK.</param>
/// <param name="PodSecurity">What the namespace enforces; null for nothing.</param>
/// <param name="Naming">What a user has to add because the pod alone does not name the JVM.</param>
/// <param name="Pid">The JVM's process id; null where it is anything.</param>
internal sealed record Shape(string Name, Func<int, PodBuilder> Pod, string? PodSecurity = null, IReadOnlyList<string>? Naming = null, int? Pid = 1)
{
    private const string Application = "java -Xmx64m -cp /app demo.Busy";

    /// <summary>Rows of the matrix, in the order of the table in docs/matrix.md.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        Restricted,
        ArbitraryUidWithGid0,
        NamedUserWithDefaultCapabilities,
        ImageUserAlone,
        RootWithDefaultCapabilities,
        RootWithExtraCapabilities,
        EntrypointThatDropsPrivileges,
        TwoJvmsInOneContainer,
        TwoContainersWithAJvmEach,
        SharedProcessNamespace,
        HighProcessId,
        WrapperScript,
        ReadOnlyRootWithTmp,
        SmallTmp,
        TmpdirElsewhere,
        NoPerfData,
        ReducedSignals,
        StartedAttachListener,
        CreatedThroughJni,
    ];

    private static Shape Restricted => new("restricted, non-root, drop ALL", Hardened, "restricted");

    private static Shape ArbitraryUidWithGid0 => new("arbitrary uid, gid 0 (OpenShift)", jdk => Java(jdk).RunAs(1000650000, 0), "baseline");

    private static Shape NamedUserWithDefaultCapabilities => new("uid 999, default capabilities", jdk => Java(jdk).RunAs(999, 999), "baseline");

    private static Shape ImageUserAlone => new("runAsNonRoot, uid of the image alone", jdk => Images.HasDistroless(jdk)
        ? new PodBuilder().Image(Images.DistrolessOf(jdk)).NonRootByPodOnly()
        : Java(jdk).NonRootByPodOnly().RunAs(999, 999));

    private static Shape RootWithDefaultCapabilities => new("root, default capabilities", jdk => Java(jdk));

    private static Shape RootWithExtraCapabilities => new("root, an extra capability", jdk => Java(jdk).AddCapability("NET_ADMIN"));

    private static Shape EntrypointThatDropsPrivileges => new(
        "entrypoint drops from root to uid 1000", jdk => Java(jdk, "exec setpriv --reuid 1000 --regid 1000 --clear-groups " + Application));

    private static Shape TwoJvmsInOneContainer => new(
        "two JVMs in one container", jdk => Java(jdk, $"BUSY_HTTP=0 java -Xmx32m -cp /app demo.Busy & exec {Application}"), Naming: ["--pid", "1"]);

    private static Shape TwoContainersWithAJvmEach => new(
        "two containers with a JVM each", jdk => Java(jdk).With("other", Images.JavaOf(jdk), "sh", "-c", "BUSY_HTTP=0 exec " + Application), Naming: ["-c", "app"]);

    private static Shape SharedProcessNamespace => new(
        "shareProcessNamespace", jdk => Java(jdk).ShareProcessNamespace().With("other", Images.JavaOf(jdk), "sh", "-c", "BUSY_HTTP=0 exec " + Application), Naming: ["-c", "app"], Pid: null);

    private static Shape HighProcessId => new("JVM with a high process id", jdk => Java(jdk, $"i=0; while [ $i -lt 300 ]; do /bin/true; i=$((i + 1)); done; {Application} & wait"), Pid: null);

    private static Shape WrapperScript => new("started by a wrapper script", jdk => Java(jdk, $"cd /; {Application}; echo ended"), Pid: null);

    private static Shape ReadOnlyRootWithTmp => new("readOnlyRootFilesystem, emptyDir /tmp", jdk => Hardened(jdk).ReadOnlyRoot().EmptyDir("/tmp"), "restricted");

    private static Shape SmallTmp => new("emptyDir /tmp of 4 MiB", jdk => Hardened(jdk).ReadOnlyRoot().EmptyDir("/tmp", "4Mi"), "restricted");

    private static Shape TmpdirElsewhere => new("-Djava.io.tmpdir elsewhere", jdk => With(jdk, "-Djava.io.tmpdir=/scratch").EmptyDir("/scratch"));

    private static Shape NoPerfData => new("-XX:-UsePerfData", jdk => With(jdk, "-XX:-UsePerfData"));

    private static Shape ReducedSignals => new("-Xrs", jdk => With(jdk, "-Xrs"));

    private static Shape StartedAttachListener => new("-XX:+StartAttachListener", jdk => With(jdk, "-XX:+StartAttachListener"));

    private static Shape CreatedThroughJni => new(
        "created through JNI by /media/rosetta/rosetta", jdk => Java(jdk).Command("/media/rosetta/rosetta", "/usr/bin/java", "java", "-Xmx64m", "-cp", "/app", "demo.Busy"));

    public override string ToString() => Name;

    private static PodBuilder Hardened(int jdk) => (Images.HasDistroless(jdk) ? new PodBuilder().Image(Images.DistrolessOf(jdk)) : Java(jdk)).Restricted(65532);

    private static PodBuilder Java(int jdk, string? script = null) =>
        new PodBuilder().Image(Images.JavaOf(jdk)).Command(script is null ? [] : ["sh", "-c", script]);

    private static PodBuilder With(int jdk, string option) => new PodBuilder().Image(Images.JavaOf(jdk)).Command("java", option, "-Xmx64m", "-cp", "/app", "demo.Busy");
}
