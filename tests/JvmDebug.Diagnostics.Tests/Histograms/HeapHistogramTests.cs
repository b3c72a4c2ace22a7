using System.Security.Cryptography;
using System.Text;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Diagnostics.Tests.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Histograms;

public sealed class HeapHistogramTests
{
    private static readonly string[] Begin =
    [
        "jvm 7\t7\t65532\t65532\t0000000000000000\t0000000101005ccd\t0000000000000000\tjava\u001fdemo.Busy\u001f",
        "probe - 17.0.15 65532 65532 0000000000000000 hotspot",
        "tool jattach",
        "",
    ];

    [Fact(Timeout = 30000)]
    public async Task Its_evidence_is_size_and_hash_of_what_the_JVM_printed_last()
    {
        const string Last = "   1:            12            480  shop.Cart";
        var pod = new FakeDebugContainer()
            .Answers("run_jcmd", _ => Answer.Lines([.. Begin, "Response code = 0", "   1:            10            400  shop.Cart"]))
            .Answers("run_jcmd", _ => Answer.Lines([.. Begin, "Response code = 0", Last]));
        var debugger = new ContainerRef("shop", "cart-0", "jvmdebug-x");
        var request = new HeapHistogramRequest { Target = new DebugTarget(), Count = 2, Interval = TimeSpan.FromMilliseconds(1) };
        var progress = new Told([]);
        var histogram = new HeapHistogram(new DebugSessionFactory(() => throw new InvalidOperationException(), progress, new DebugDefaults()), progress);

        var result = await histogram.TakeAsync(new DebugSession(pod, debugger, debugger with { Container = "app" }, null, request.Target), request, null, TestContext.Current.CancellationToken);

        var printed = Encoding.UTF8.GetBytes(Last + "\n");
        Assert.Equal((null, printed.Length, Convert.ToHexStringLower(SHA256.HashData(printed))), (result.Artifact.Path, result.Artifact.Size, result.Artifact.Sha256));
        Assert.Equal(("histogram", "heap histogram"), (result.Artifact.Kind, result.Artifact.Command));
    }
}
