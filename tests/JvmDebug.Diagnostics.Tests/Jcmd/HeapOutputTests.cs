using JvmDebug.Diagnostics.Jcmd;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Jcmd;

// Every sample is what jcmd 25 printed of the JVM named beside it.
public class HeapOutputTests
{
    [Theory]
    [InlineData(" garbage-first heap   total 389120K, used 66408K [0x00000000e0000000, 0x0000000100000000)\n  region size 1024K, 13 young (13312K), 3 survivors (3072K)\n Metaspace       used 138K, committed 320K, reserved 1114112K\n  class space    used 7K, committed 128K, reserved 1048576K\n", 66408L << 10)] // 17, G1
    [InlineData(" def new generation   total 61440K, used 5465K [0x1, 0x2)\n  eden space 54656K,  10% used [0x1, 0x2)\n tenured generation   total 136576K, used 1K [0x1, 0x2)\n   the space 136576K,   0% used [0x1)\n Metaspace       used 180K, committed 384K, reserved 1114112K\n", 5466L << 10)] // 17, Serial
    [InlineData("DefNew     total 61440K, used 5465K [0x1)\n eden space 54656K,  10% used [0x1)\nTenured    total 136576K, used 1166K [0x1)\n the  space 136576K,   0% used [0x1)\n", 6631L << 10)] // 25, Serial
    [InlineData(" PSYoungGen      total 59904K, used 5171K [0x1)\n  eden space 51712K, 10% used [0x1)\n ParOldGen       total 136704K, used 1166K [0x1)\n  object space 136704K, 0% used [0x1)\n", 6337L << 10)] // 17, Parallel
    [InlineData(" ZHeap           used 8M, capacity 200M, max capacity 200M\n Metaspace       used 181K, committed 384K, reserved 1114112K\n", 8L << 20)] // 17, ZGC
    [InlineData("ZHeap            used 10M, capacity 200M, max capacity 200M\n Cache           190M (1)\n  size classes   128M (1)\n", 10L << 20)] // 25, ZGC
    [InlineData("Shenandoah Heap\n 200M max, 200M soft max, 200M committed, 2560K used\n 800 x 256K regions\n", 2560L << 10)] // 17, Shenandoah
    [InlineData("Epsilon Heap\n Allocation space:\n  space 204800K,   1% used [0x1)\n", 2048L << 10)] // 25, Epsilon
    [InlineData("java.lang.IllegalArgumentException: Unknown diagnostic command\n", null)]
    public void The_heap_in_use_is_read_of_every_collector(string output, long? expected) => Assert.Equal(expected, JcmdOutput.HeapUsed(output));

    [Theory]
    [InlineData("Dumping heap to /proc/7/root/tmp/x ...\nHeap dump file created [77250428 bytes in 0.258 secs]\n", true, 0.258)] // 17
    [InlineData("Heap dump file created\n", true, null)] // 8
    [InlineData("Dumping heap to /proc/7/root/tmp/x ...\nUnable to create /proc/7/root/tmp/x: Permission denied\n", false, null)] // 25
    public void A_dump_counts_as_written_only_when_the_JVM_says_so(string output, bool written, double? seconds)
    {
        Assert.Equal(written, JcmdOutput.DumpedHeap(output));
        Assert.Equal(seconds, JcmdOutput.DumpedHeapIn(output)?.TotalSeconds);
    }

    [Fact]
    public void A_histogram_is_read_with_and_without_modules()
    {
        var histogram = JcmdOutput.Histogram(
            " num     #instances         #bytes  class name (module)\n-------------------------------------------------------\n   1:        263493       27354096  [B (java.base@17.0.15)\n   2:            10            400  demo.Hoard\n   3:             1             16  demo.Busy$$Lambda/0x00007f1c4c001000\nTotal        263504       27354512\n")!;

        Assert.Equal(("[B", "java.base@17.0.15", 263493L, 27354096L), (histogram.Classes[0].Name, histogram.Classes[0].Module, histogram.Classes[0].Instances, histogram.Classes[0].Bytes));
        Assert.Null(histogram.Classes[1].Module);
        Assert.Equal((263504, 27354512, 3), (histogram.Instances, histogram.Bytes, histogram.Classes.Count));
        Assert.Null(JcmdOutput.Histogram("Unknown diagnostic command\n"));
    }
}
