using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>
/// Virtual machines that HotSpot's attach protocol does not reach. Nobody here has an OpenJ9, so a program stands in for it that
/// shows what OpenJ9 is known by (the library libj9vm29.so in its maps, the directory of its attach API) and that does at
/// SIGQUIT what its documentation says: write a javacore, in pieces, and tell its log. The native images are programs with the
/// mark that GraalVM's carry (a real one was seen to carry it), one with a handler for SIGQUIT and one without.
/// </summary>
public sealed class NotHotSpotTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private const string OpenJ9 = """
        mkdir -p /tmp/.com_ibm_tools_attach/1 /srv/shop && cp -L /lib/*-linux-gnu/libdl.so.2 /srv/libj9vm29.so && cd /srv/shop || exit 1
        exec perl -e '
          use DynaLoader; use POSIX;
          DynaLoader::dl_load_file("/srv/libj9vm29.so", 0) or die DynaLoader::dl_error();
          $| = 1; $0 = "java"; my $n = 0;
          $SIG{QUIT} = sub {
            my $name = POSIX::strftime("javacore.%Y%m%d.%H%M%S", localtime) . sprintf(".%d.%04d.txt", POSIX::getpid(), ++$n);
            print STDERR "JVMDUMP032I JVM requested Java dump using \x27/srv/shop/$name\x27 in response to an event\n";
            open my $core, ">", $name; $core->autoflush(1) if $core->can("autoflush");
            print $core "0SECTION       TITLE subcomponent dump routine\n1TISIGINFO     Dump Event \"user\" (00004000) received\n"; close $core;
            select undef, undef, undef, 0.7;
            open $core, ">>", $name;
            print $core "3XMTHREADINFO      \"main\" J9VMThread:0x00000000000A2B00, omrthread_t:0x00007F0, java/lang/Thread:0x00000000FFF, state:CW, prio=5\n";
            print $core "NULL           ------------------------------------------------------------------------\n0SECTION       Javadump End section\nNULL           ---------------------- END OF DUMP -------------------------------------\n"; close $core;
            print STDERR "JVMDUMP010I Java dump written to /srv/shop/$name\n";
          };
          print "busy: ready\n";
          sleep 1000 while 1;'
        """;

    private const string NativeImage = """
        cp /usr/bin/perl /srv/shop && printf '__svm_version_info' >> /srv/shop
        exec /srv/shop -e '$| = 1; HANDLER print "busy: ready\n"; sleep 1000 while 1;'
        """;

    private const string PrintsThreads = """$SIG{QUIT} = sub { print "Full thread dump:\n\n\"main\" #1 thread=0x00007f0 state=1\n" };""";

    [Fact(Timeout = 120_000)]
    public async Task OpenJ9_is_recognised_and_its_javacores_are_fetched_and_taken_away()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", OpenJ9));
        target.PrintsThreads();

        await AssertListedAsync(target, "OpenJ9");
        new Examined(await RunAsync("doctor", target, "--inject", "-o", "json")).Exits(5)
            .Says("attach", "fail", "OpenJ9", $"jvmdebug threads {target.Name} -n {ns.Name} -c app")
            .Says("jfr", "fail", "no Flight Recorder", "FROM eclipse-temurin");
        var threads = await RunAsync("threads", target, "--count", "2", "--interval", "1s", "--output", "cores");

        Assert.True(threads.ExitCode == 0, threads.ToString());
        Assert.Contains("a javacore of OpenJ9, which is kept as it is", threads.Stderr, StringComparison.Ordinal);
        var cores = Directory.GetFiles(Path.Combine(Here, "cores"), "*.txt");
        Assert.Equal(2, cores.Length);
        Assert.All(cores, core => Assert.Contains("END OF DUMP", File.ReadAllText(core), StringComparison.Ordinal));
        AssertRefused(await RunAsync("jcmd", target, "--", "VM.version"), 5, "OpenJ9", "jvmdebug threads");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_native_image_that_handles_SIGQUIT_is_made_to_print_its_threads()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", NativeImage.Replace("HANDLER", PrintsThreads, StringComparison.Ordinal)));
        target.PrintsThreads();

        await AssertListedAsync(target, "GraalVM native image");
        new Examined(await RunAsync("doctor", target, "--inject", "-o", "json")).Exits(5)
            .Says("attach", "fail", "--enable-monitoring=jcmd", "jvmdebug threads")
            .Says("jfr", "fail", "native image", "--enable-monitoring=jcmd,jfr");
        var threads = await RunAsync("threads", target, "--output", "native");

        Assert.True(threads.ExitCode == 0, threads.ToString());
        Assert.Contains("in the native image's own words", threads.Stderr, StringComparison.Ordinal);
        Assert.Contains("\"main\" #1", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(Here, "native"), "*.threads.txt")), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_native_image_without_a_handler_is_never_signalled_and_told_how_to_build()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        // Not as process 1, which the kernel would spare.
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", $"({NativeImage.Replace("HANDLER", "", StringComparison.Ordinal)}) & wait; echo dead"));

        new Examined(await RunAsync("doctor", target, "--inject", "-o", "json")).Exits(5)
            .Says("attach", "fail", "neither the attach mechanism nor a handler for SIGQUIT", "native-image --enable-monitoring=jcmd,threaddump");
        AssertRefused(await RunAsync("threads", target), 5, "native image", "--enable-monitoring=jcmd,threaddump");
    }

    private Task<Run> RunAsync(string command, TargetPod target, params string[] more) =>
        Binary.RunAsync([command, target.Name, "-n", target.Namespace, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q", .. more]);

    private async Task AssertListedAsync(TargetPod target, string words)
    {
        var run = await RunAsync("ps", target, "-o", "json");
        Assert.True(run.ExitCode == 0, run.ToString());
        using var listed = JsonDocument.Parse(run.Stdout);
        Assert.Contains(words, listed.RootElement.GetProperty("jvms")[0].GetProperty("cannotAttach").GetString(), StringComparison.Ordinal);
    }
}
