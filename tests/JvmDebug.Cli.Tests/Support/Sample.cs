using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Jfr;
using JvmDebug.Jfr.Findings;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli.Tests.Support;

/// <summary>Results as the use cases return them.</summary>
internal static class Sample
{
    public static readonly ContainerRef Container = new("shop", "cart-0", "app");

    public static readonly JvmProcess Jvm = new(1, 1, 65532, 65532, "17.0.15", "demo.Busy", "java -cp /app demo.Busy", null);

    public static readonly RecordingSummary Summary = new(
        412_345,
        2,
        new DateTimeOffset(2026, 3, 1, 23, 59, 30, 250, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 2, 0, 0, 30, 750, TimeSpan.Zero),
        [new EventCount("jdk.ExecutionSample", 2893), new EventCount("jdk.CPULoad", 60), new EventCount("jdk.GCHeapSummary", 4)],
        [new HotMethod("demo.Primes.isPrime", 2712, 0.9374), new HotMethod("java.util.HashMap.hash", 181, 0.0626)])
    {
        HotSamples = 2893,
        Runtime = new RuntimeDescription(
            "OpenJDK 64-Bit Server VM 17.0.15+6", "-Xmx64m -Ddb.password=...", "demo.Busy", DateTimeOffset.UnixEpoch, "Debian GNU/Linux 12", 2, 1.5, 1 << 29, 1L << 34, 1 << 26, "G1New, G1Old"),
        Findings = new RecordingFindings(
            [
                new Jfr.Findings.Finding("gc-pause-share", "The application stands still for garbage collection", 81, "In the worst 60 s, 12 % of the time went into GC pauses.", ["worst from 23:59:31.003 UTC", "412 pauses"], "Give the heap more room.", new Uri("https://docs.oracle.com/en/java/javase/25/gctuning/")),
                new Jfr.Findings.Finding("discouraged-flags", "The JVM runs with flags that hurt", 40, "1 flag on the command line deserves a second thought.", ["-Xint switches the JIT off"], "Remove what nobody remembers the reason for.", null),
            ],
            [
                new NotJudged("cpu-throttling", "The container is throttled by its CPU limit", ["jdk.ContainerCPUThrottling"], Absence.SwitchedOff),
                new NotJudged("virtual-thread-pinned", "Virtual threads block their carriers", ["jdk.VirtualThreadPinned"], Absence.NotInThisJvm),
            ],
            24),
    };

    public static readonly DoctorReport Doctor = new(
        Container,
        LookedInside: false,
        [
            new Diagnostics.Doctor.Finding("server", Outcome.Ok, Side.Cluster, "Kubernetes v1.36.2"),
            new Diagnostics.Doctor.Finding("access", Outcome.Fail, Side.Cluster, "jane cannot get pods/exec in namespace shop", "kind: Role\nrules: []"),
            new Diagnostics.Doctor.Finding("access", Outcome.Fail, Side.Cluster, "jane cannot create pods/exec in namespace shop", "kind: Role\nrules: []"),
            new Diagnostics.Doctor.Finding("identity", Outcome.Warning, Side.Jvm, "uid \e[31m1000"),
        ]);

    public static readonly JfrCaptureResult Capture = new("/home/me/cart.jfr", Summary.Size, new string('a', 64), Container, Jvm, "jvmdebug-capture", Summary) { Origin = Origin("jfr capture") };

    public static ArtifactOrigin Origin(string command) => new(Container, Jvm, command, new DateTimeOffset(2026, 3, 2, 0, 0, 31, TimeSpan.Zero), "jane@laptop")
    {
        Node = "node-3",
        Image = "registry.example/shop/cart:1.4",
        ImageDigest = "registry.example/shop/cart@sha256:" + new string('c', 64),
    };
}
