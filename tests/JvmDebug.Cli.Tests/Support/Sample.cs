using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Jfr;
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
        [new HotMethod("demo.Primes.isPrime", 2712, 0.9374), new HotMethod("java.util.HashMap.hash", 181, 0.0626)]);

    public static readonly JfrCaptureResult Capture = new("/home/me/cart.jfr", Summary.Size, new string('a', 64), Container, Jvm, "jvmdebug-capture", Summary);
}
