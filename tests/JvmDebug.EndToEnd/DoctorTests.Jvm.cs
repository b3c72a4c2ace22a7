using CliWrap;
using CliWrap.Buffered;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes;
using k8s;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed partial class DoctorTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_attach_mechanism_disabled_by_a_variable_seen_from_outside_and_inside()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().JavaOptions("-Xmx64m -XX:+DisableAttachMechanism"));

        (await DoctorAsync(target)).Exits(5).Says("attach", "fail", "DisableAttachMechanism stands in JAVA_TOOL_OPTIONS", "JAVA_TOOL_OPTIONS, value: \"-Xmx64m\"");
        (await DoctorAsync(target, "--inject")).Exits(5).Says("attach", "fail", "DisableAttachMechanism stands in JAVA_TOOL_OPTIONS", "value: \"-Xmx64m\"");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_tmp_that_cannot_be_written()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless().ReadOnlyRoot());

        (await DoctorAsync(target)).Exits(5).Says("attach", "fail", "read-only and no volume is mounted at /tmp", "mountPath: /tmp", "emptyDir: {}");
        (await DoctorAsync(target, "--inject")).Exits(5).Says("attach", "fail", "cannot write to /tmp", "mountPath: /tmp", "emptyDir: {}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_JVM_that_does_not_catch_SIGQUIT()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        // -Xrs opens the socket at the start; something that cleans /tmp takes it away, and there is no signal to ask for another.
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", "(until [ -S /tmp/.java_pid1 ]; do sleep 0.2; done; rm /tmp/.java_pid1; sleep 3; echo swept) & exec java -Xrs -Xmx64m -cp /app demo.Busy").ReadyWhenItSays("swept"));

        (await DoctorAsync(target, "--inject")).Exits(5).Says("attach", "fail", "no handler for SIGQUIT", "JAVA_TOOL_OPTIONS", "-XX:+StartAttachListener");
        Assert.Equal(0, (await target.GetAsync()).Status.ContainerStatuses[0].RestartCount);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_capability_that_no_debug_container_gets()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", "exec setpriv --reuid 1000 --regid 1000 --clear-groups --inh-caps +net_bind_service --ambient-caps +net_bind_service java -Xmx64m -cp /app demo.Busy"));

        (await DoctorAsync(target, "--inject")).Exits(5)
            .Says("identity", "fail", "capabilities the debug container has not (NET_BIND_SERVICE)", "runAsUser: 1000, runAsGroup: 1000");
    }

    [Fact(Timeout = 120_000)]
    public async Task Flight_Recorder_switched_off()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().JavaOptions("-XX:-FlightRecorder"));

        (await DoctorAsync(target, "--inject")).Exits(5).Says("jfr", "fail", "-XX:-FlightRecorder stands in JAVA_TOOL_OPTIONS", "-XX:+FlightRecorder");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_runtime_that_was_linked_without_Flight_Recorder()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(new PodBuilder().Image(Images.NoJfr));

        (await DoctorAsync(target, "--inject")).Exits(5).Says("jfr", "fail", "built without the module jdk.jfr", "jlink --add-modules", "jdk.jfr");
    }

    [Fact(Timeout = 120_000)]
    public async Task Recordings_that_run_already()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().JavaOptions("-XX:StartFlightRecording=name=jvmdebug-capture"));
        target.Keeps("jvmdebug-capture");

        (await DoctorAsync(target, "--inject")).Exits(0).Says("recordings", "warning", "running: jvmdebug-capture", "--name OTHER");
    }

    [Fact(Timeout = 120_000)]
    public async Task Too_little_room_for_a_recording_and_none_needed_for_a_heap_dump()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless().ReadOnlyRoot().EmptyDir("/tmp", "4Mi").EmptyDir("/dev/shm", "4Mi"));

        (await DoctorAsync(target)).Exits(0).Says("space", "warning", "the volume at /tmp is limited to 4 MiB", "sizeLimit: 1Gi");
        (await DoctorAsync(target, "--inject")).Exits(5)
            .Says("space", "fail", "a recording takes at least 16 MiB", "mountPath: /tmp", "sizeLimit: 1Gi")
            .Says("heap-dump", "ok", "the debug container can take");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_heap_dump_above_the_limit_of_ephemeral_storage()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Hoard(64).Limit("ephemeral-storage", "32Mi"));

        (await DoctorAsync(target, "--inject")).Exits(0).Says("heap-dump", "warning", "the pod would be evicted", "ephemeral-storage: ");
    }

    [Fact(Timeout = 120_000)]
    public async Task Too_little_memory_below_the_limit()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.WithoutMemoryToSpare());

        (await DoctorAsync(target, "--inject")).Exits(5)
            .Says("memory", "fail", "an attach through jattach takes up to 6 MiB", "resources: {limits: {memory: 206Mi}}", "--force");
        // Its observer has no room to look at it any more.
        await Cluster.Api.CoreV1.DeleteNamespacedPodAsync(target.Name, ns.Name, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_liveness_probe_less_patient_than_a_heap_dump()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("java", "-Xmx2g", "-cp", "/app", "demo.Busy").Liveness(periodSeconds: 1, failureThreshold: 2));

        (await DoctorAsync(target)).Exits(0)
            .Says("liveness", "warning", "the liveness probe allows 6 s (2 failures, 1 s apart, the last after 5 s), and a heap dump of 2.6 GiB stops the JVM for about", "livenessProbe: {failureThreshold: ");
    }

    // The container has no program but the JVM: what cures it goes through the debug container.
    [Fact(Timeout = 120_000)]
    public async Task Attach_sockets_of_processes_that_are_gone()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());
        (await DoctorAsync(target, "--inject")).Exits(0).Says("leftovers", "ok", "no attach files");
        var debugger = Assert.Single(await ns.DebugContainersAsync(target.Name));
        await ExecAsync(new ContainerRef(ns.Name, target.Name, debugger), default, "touch", "/proc/1/root/tmp/.attach_pid4711");

        var examined = (await DoctorAsync(target, "--inject")).Exits(0)
            .Says("leftovers", "warning", ".attach_pid4711", $"kubectl exec {target.Name} -n {ns.Name} -c {debugger} -- rm /proc/1/root/tmp/.attach_pid4711");
        await CureAsync(examined.Fix("leftovers"));

        (await DoctorAsync(target, "--inject")).Exits(0).Says("leftovers", "ok", "no attach files");
    }

    [Fact(Timeout = 120_000)]
    public async Task Attach_sockets_that_a_JVM_under_another_user_than_the_container_s_has_left()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        const string leave = """perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un("/tmp/.java_pid4711"))'; chown 1000 /tmp/.java_pid4711; exec setpriv --reuid 1000 --regid 1000 --clear-groups java -Xmx64m -cp /app demo.Busy""";
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", leave));

        var examined = (await DoctorAsync(target, "--inject")).Exits(0)
            .Says("leftovers", "warning", ".java_pid4711", "-- setpriv --reuid 1000 --regid 1000 --clear-groups rm /proc/1/root/tmp/.java_pid4711");
        await CureAsync(examined.Fix("leftovers"));

        (await DoctorAsync(target, "--inject")).Exits(0).Says("leftovers", "ok", "no attach files");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_process_that_is_stopped()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", "java -Xmx64m -cp /app demo.Busy & sleep 5; kill -STOP $!; echo halted; wait").ReadyWhenItSays("halted"));

        var examined = (await DoctorAsync(target, "--inject")).Exits(5).Says("attach", "fail", "the process is stopped", "kill -CONT");
        await CureAsync(examined.Fix("attach"));

        (await DoctorAsync(target, "--inject")).Exits(0).Says("attach", "ok", "the JVM answers");
    }

    /// <summary>Does what a shell would that the command is pasted into, kubectl's part by the API.</summary>
    private async Task CureAsync(string fix)
    {
        var said = await Cli.Wrap("sh").WithArguments(["-c", $"kubectl() {{ printf '%s\n' \"$@\"; }}; {fix}"]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        var words = said.StandardOutput.TrimEnd('\n').Split('\n');
        Assert.Equal(("exec", "-n", "-c", "--"), (words[0], words[2], words[4], words[6]));
        await ExecAsync(new ContainerRef(words[3], words[1], words[5]), default, words[7..]);
    }
}
