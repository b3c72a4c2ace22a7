using System.Globalization;
using System.Text;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using k8s;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>What our work adds to the pod's memory, measured from beside it while it happens.</summary>
public sealed class MemoryTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    // $1: the tool's name. Until there is /tmp/stop: the debug container's anonymous memory (files that are merely cached can
    // go) and the largest resident set of the tool, in KiB. Builtins only, so that the loop is short.
    private const string Watch = """
        for dir in /proc/[0-9]*; do tr '\000' '\n' < "$dir/cmdline" 2> /dev/null | grep -qx jvmdebug-keeper && root=$dir/root; done
        stat=$root/sys/fs/cgroup/memory.stat key=anon
        [ -r "$stat" ] || stat=$root/sys/fs/cgroup/memory/memory.stat key=total_rss
        anon=0 resident=0
        echo watching
        while [ ! -e /tmp/stop ]; do
          while read -r name value; do [ "$name" = "$key" ] && [ "$value" -gt "$anon" ] && anon=$value; done < "$stat"
          for comm in /proc/[0-9]*/comm; do
            read -r name 2> /dev/null < "$comm" && [ "$name" = "$1" ] || continue
            while read -r name value _; do [ "$name" = VmHWM: ] && [ "$value" -gt "$resident" ] && resident=$value; done 2> /dev/null < "${comm%comm}status"
          done
        done
        rm /tmp/stop
        echo $((anon / 1024)) $resident
        """;

    [Fact(Timeout = 180_000)]
    public async Task Attaching_with_jattach_takes_less_than_3_MB_and_with_jcmd_less_than_45_MB()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        // The first command brings the debug container; the second is watched.
        await JcmdAsync(target, Images.Own, "VM.version");

        var (anonymous, _) = await PeakAsync(target, "jattach", async () => Assert.Contains("JDK 17", (await JcmdAsync(target, Images.Own, "VM.version")).Stdout, StringComparison.Ordinal));
        Assert.InRange(anonymous, 1, 3 * 1024);

        var debugger = new ContainerRef(target.Namespace, target.Name, (await ns.DebugContainersAsync(target.Name))[0]);
        await ExecAsync(debugger, default, "sh", "-c", AttachToolTests.OnlyAJdk);
        string[] command = ["env", "PATH=/tmp/tools", .. PodScript.Command(DebugWay.Beside, false, "run_jcmd", "-", "-", "-", "VM.version")];
        var (_, resident) = await PeakAsync(target, "jcmd", async () => Assert.Contains("JDK 17", await ExecAsync(debugger, PodScript.Body, command), StringComparison.Ordinal));
        Assert.InRange(resident, 10 * 1024, 45 * 1024);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_the_memory_limit_would_not_hold_is_not_started_unless_by_force()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.WithoutMemoryToSpare());
        string[] command = ["jcmd", target.Name, "-n", ns.Name, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q"];

        AssertRefused(await Binary.RunAsync([.. command, "--", "VM.version"]), 5, "jattach would take", "below the limit", "--force");
        AssertRefused(await Binary.RunAsync([.. command, "--mode", "exec", "--", "VM.version"]), 5, "perl would take", "Raise the container's memory limit");
        var forced = await Binary.RunAsync([.. command, "--force", "--", "VM.version"]);

        Assert.True(forced.ExitCode == 0, forced.ToString());
        // Nobody can be sure to look at it afterwards: the observer is in the same pod, and its memory is full.
        await Cluster.Api.CoreV1.DeleteNamespacedPodAsync(target.Name, ns.Name, cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task<(int Anonymous, int Resident)> PeakAsync(TargetPod target, string tool, Func<Task> work)
    {
        var observer = new ContainerRef(target.Namespace, target.Name, "observer");
        await using var watching = await new PodExec(Cluster.Admin).StartAsync(observer, ["sh", "-c", Watch, "watch", tool], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(watching.Stdout, Encoding.UTF8);
        Assert.Equal("watching", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await work();
        await ExecAsync(observer, default, "touch", "/tmp/stop");
        var peaks = (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ');
        TestContext.Current.SendDiagnosticMessage($"{tool}: {peaks[0]} KiB anonymous in the debug container, {peaks[1]} KiB resident");
        return (int.Parse(peaks[0], CultureInfo.InvariantCulture), int.Parse(peaks[1], CultureInfo.InvariantCulture));
    }
}
