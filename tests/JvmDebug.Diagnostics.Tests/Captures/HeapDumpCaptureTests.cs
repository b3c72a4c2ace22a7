using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Hprof;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;
using k8s.Models;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class HeapDumpCaptureTests : IDisposable
{
    private const string Jvm = "jvm 7\t7\t65532\t65532\t0000000000000000\t0000000101005ccd\t0000000000000000\tjava\u001fdemo.Hoard\u001f";
    private static readonly string[] Plan =
    [
        Jvm, "probe - 17.0.15 65532 65532 0000000000000000", "place0 50000000 60000000 4096 overlayfs", "place1 40000000 60000000 4096 overlayfs",
        "|  garbage-first heap   total 389120K, used 66408K [0x1",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-heap-").FullName;
    private readonly List<string> _told = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_directory, "heap.hprof");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 60000)]
    public async Task Connections_that_break_while_dumping_and_while_sending_cost_nothing()
    {
        var dump = Dump();
        var pod = Pod()
            .Answers("heap_dump", _ => new Answer("tick 5\ntick 900\n"u8.ToArray(), Breaks: true))
            .Answers("watch_heap_dump", _ => Written(dump))
            .Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)[..1500], Breaks: true))
            .Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)));

        var result = await DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Redaction = HprofRedaction.Content, Output = Path });

        Assert.Equal(["plan_heap_dump", "heap_dump", "watch_heap_dump", "fetch_heap_dump", "fetch_heap_dump", "drop_heap_dump"], pod.Asked);
        var received = await File.ReadAllBytesAsync(Path, Token);
        Assert.Equal(dump.Length, received.Length);
        Assert.DoesNotContain((byte)'x', received);
        Assert.Equal((Sha256(dump), 0.258, "the debug container", 1L), (result.Sha256, result.Dumping.TotalSeconds, result.Place, result.Summary.PrimitiveArrays));
        Assert.Equal([Path], Directory.GetFiles(_directory));
    }

    [Theory(Timeout = 60000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Into_a_sink_it_goes_as_a_whole_or_not_at_all_and_stays_in_the_pod_then(bool damaged)
    {
        var dump = damaged ? Dump()[..^100] : Dump();
        var pod = Pod().Answers("heap_dump", _ => Written(dump)).Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)));
        using var sink = Sinks.Open(SinkLocation.TryParse("file://" + _directory, out _)!, new SinkSecrets(_ => null));
        var dumping = DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget() }, into: new SinkTarget(sink, container => "run/" + container.Pod));

        if (damaged)
        {
            var failure = await Assert.ThrowsAsync<JvmException>(() => dumping);
            Assert.Contains("The dump is still in the debug container", failure.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
            Assert.DoesNotContain("drop_heap_dump", pod.Asked);
        }
        else
        {
            var result = await dumping;
            var file = System.IO.Path.Combine(_directory, "run", "cart-0.hprof");
            Assert.Equal(dump, await File.ReadAllBytesAsync(file, Token));
            Assert.Equal(("file://" + file, Sha256(dump), Sha256(dump)), (result.Path, result.Sha256, result.FileSha256));
            Assert.Equal("drop_heap_dump", pod.Asked[^1]);
        }
    }

    [Fact(Timeout = 60000)]
    public async Task Where_the_kernel_does_not_let_the_JVM_into_the_debug_container_the_next_place_is_tried()
    {
        var dump = Dump();
        var places = new List<string>();
        var pod = Pod()
            .Answers("heap_dump", arguments => Refused(places, arguments))
            .Answers("heap_dump", arguments =>
            {
                places.Add(arguments[3]);
                return Written(dump);
            })
            .Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)));

        var result = await DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Output = Path });

        Assert.Equal(["-", "/tmp"], places);
        Assert.Equal("/tmp of the target", result.Place);
        Assert.Equal(dump, await File.ReadAllBytesAsync(Path, Token));
    }

    [Fact(Timeout = 60000)]
    public async Task Where_the_JVM_can_write_nowhere_its_own_words_are_told()
    {
        var pod = Pod().Answers("heap_dump", arguments => Refused([], arguments));

        var failure = await Assert.ThrowsAsync<JvmException>(() => DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Output = Path }));

        Assert.Equal(JvmFailure.HeapDumpFailed, failure.Reason);
        Assert.Contains("the debug container: Unable to create /proc/9/root/tmp/x: Permission denied; /tmp of the target: Unable", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task A_dump_that_the_JVM_did_not_finish_is_refused_and_stays_in_the_pod()
    {
        var dump = Dump()[..^9];
        var pod = Pod().Answers("heap_dump", _ => Written(dump)).Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)));

        var failure = await Assert.ThrowsAsync<JvmException>(() => DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Output = Path }));

        Assert.Equal(JvmFailure.HeapDumpDamaged, failure.Reason);
        Assert.Contains("HEAP DUMP END", failure.Message, StringComparison.Ordinal);
        Assert.Contains("still in the debug container", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("drop_heap_dump", pod.Asked);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact(Timeout = 60000)]
    public async Task What_stands_in_the_place_of_a_half_written_dump_is_not_used()
    {
        var dump = Dump();
        await File.WriteAllTextAsync(Path + ".part", "theirs", Token);
        var pod = Pod().Answers("heap_dump", _ => Written(dump)).Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)));

        await DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Output = Path });

        Assert.Equal(dump, await File.ReadAllBytesAsync(Path, Token));
        Assert.Equal("theirs", await File.ReadAllTextAsync(Path + ".part", Token));
    }

    [Fact(Timeout = 60000)]
    public async Task Whoever_changes_his_mind_while_the_JVM_dumps_leaves_no_dump()
    {
        using var cancel = new CancellationTokenSource();
        var pod = Pod().Answers("heap_dump", _ =>
        {
            cancel.CancelAfter(300);
            return new Answer("tick 5\n"u8.ToArray(), Hangs: true);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Output = Path }, cancel.Token));

        Assert.Equal("drop_heap_dump", pod.Asked[^1]);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact(Timeout = 60000)]
    public async Task A_dump_that_fits_nowhere_is_not_begun_unless_forced()
    {
        var dump = Dump();
        var pod = new FakeDebugContainer()
            .Answers("plan_heap_dump", _ => Answer.Lines([.. Plan[..2], "place0 6000000 60000000 4096 overlayfs", Plan[^1]]))
            .Answers("heap_dump", _ => Written(dump))
            .Answers("fetch_heap_dump", arguments => new Answer(From(dump, arguments)))
            .Answers("drop_heap_dump", _ => Answer.Lines());

        var failure = await Assert.ThrowsAsync<JvmException>(() => DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget(), Output = Path }));

        Assert.Equal(JvmFailure.HeapDumpRefused, failure.Reason);
        Assert.Equal(["plan_heap_dump"], pod.Asked);

        await DumpAsync(pod, new HeapDumpRequest { Target = new DebugTarget { Force = true }, Output = Path });
        Assert.Contains(_told, warning => warning.Contains("fits nowhere", StringComparison.Ordinal));
        Assert.True(File.Exists(Path));
    }

    private static FakeDebugContainer Pod() => new FakeDebugContainer()
        .Answers("plan_heap_dump", _ => Answer.Lines(Plan))
        .Answers("drop_heap_dump", _ => Answer.Lines());

    private static Answer Written(byte[] dump) => Answer.Lines(
        "tick 17", $"| Heap dump file created [{dump.Length} bytes in 0.258 secs]", "exit 0", $"size {dump.Length}", "sha256 " + Sha256(dump));

    private static Answer Refused(List<string> places, string[] arguments)
    {
        places.Add(arguments[3]);
        return Answer.Lines("| Unable to create /proc/9/root/tmp/x: Permission denied", "exit 0");
    }

    private static byte[] From(byte[] dump, string[] arguments) => dump[int.Parse(arguments[3], CultureInfo.InvariantCulture)..];

    private static string Sha256(byte[] dump) => Convert.ToHexStringLower(SHA256.HashData(dump));

    // A dump of one byte array, full of x.
    private static byte[] Dump()
    {
        const int length = 4000;
        using var dump = new MemoryStream();
        dump.Write("JAVA PROFILE 1.0.2\0"u8);
        dump.Write([0, 0, 0, 8, 0, 0, 1, 0x8B, 0xCF, 0xE5, 0x68, 0]);
        dump.Write([0x1C, 0, 0, 0, 0, 0, 0, (18 + length) >> 8, (18 + length) & 0xFF]);
        dump.Write([0x23, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, length >> 8, length & 0xFF, 8]);
        dump.Write(Encoding.ASCII.GetBytes(new string('x', length)));
        dump.Write([0x2C, 0, 0, 0, 0, 0, 0, 0, 0]);
        return dump.ToArray();
    }

    private Task<HeapDumpResult> DumpAsync(FakeDebugContainer pod, HeapDumpRequest request, CancellationToken? cancellationToken = null, SinkTarget? into = null)
    {
        var debugger = new ContainerRef("shop", "cart-0", "jvmdebug-x");
        var progress = new Told(_told);
        var capture = new HeapDumpCapture(new DebugSessionFactory(() => throw new InvalidOperationException(), progress, new DebugDefaults()), progress, into);
        var session = new DebugSession(pod, debugger, debugger with { Container = "app" }, null, request.Target)
        {
            TargetPod = new V1Pod { Spec = new V1PodSpec { Containers = [new V1Container { Name = "app" }] } },
        };
        return capture.DumpAsync(session, request, cancellationToken ?? Token);
    }
}
