using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Scripts;
using k8s.Models;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public class HeapDumpPlanTests
{
    private const string Roomy = "place0 50000000 60000000 4096 overlayfs";
    private const long GiB = 1L << 30;

    [Fact]
    public void The_debug_containers_own_disk_is_preferred_where_the_dump_fits()
    {
        var plan = Plan(new V1Container { Name = "app" }, new V1PodSpec(), Roomy, "place1 50000000 60000000 4096 overlayfs");

        Assert.Empty(plan.Objections);
        Assert.Equal(["-", "/tmp"], plan.Places.Select(place => place.Directory));
        Assert.Equal(2 * GiB, plan.HeapUsed);
        Assert.InRange(plan.Size, 2 * GiB, 4 * GiB);
    }

    [Fact]
    public void An_ephemeral_storage_limit_sends_it_to_a_volume_that_does_not_count()
    {
        var app = Limited("ephemeral-storage", "100Mi");
        app.VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }];
        var spec = new V1PodSpec { Volumes = [new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } }] };

        var plan = Plan(app, spec, Roomy, "place1 9000000 10000000 4096 ext4", "place2 50000000 60000000 4096 overlayfs");

        Assert.Empty(plan.Objections);
        Assert.Equal("/data", plan.Places[0].Directory);
    }

    [Fact]
    public void Where_it_fits_nowhere_every_place_is_named_with_its_number()
    {
        var plan = Plan(Limited("ephemeral-storage", "100Mi"), new V1PodSpec(), Roomy, "place1 50000000 60000000 4096 overlayfs");

        var objection = Assert.Single(plan.Objections);
        Assert.Contains("2048 MiB of the heap are in use", objection, StringComparison.Ordinal);
        Assert.Contains("the debug container can take 100 MiB (ephemeral-storage limit of the pod)", objection, StringComparison.Ordinal);
        Assert.Contains("/tmp 100 MiB", objection, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sizeLimit_of_a_volume_counts_and_memory_is_no_place()
    {
        var app = new V1Container { Name = "app", VolumeMounts = [new V1VolumeMount { Name = "tmp", MountPath = "/tmp" }] };
        var spec = new V1PodSpec { Volumes = [new V1Volume { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new ResourceQuantity("50Mi") } }] };

        Assert.Contains("/tmp 50 MiB (sizeLimit", Plan(app, spec, "place1 50000000 60000000 4096 ext4").Objections[0], StringComparison.Ordinal);
        Assert.Empty(Plan(app, spec, "place1 50000000 60000000 4096 tmpfs").Places);
    }

    [Fact]
    public void A_tenth_of_the_nodes_disk_stays_free() =>
        Assert.Contains("the debug container can take 0 MiB", Plan(new V1Container { Name = "app" }, new V1PodSpec(), "place0 1000000 60000000 4096 overlayfs").Objections[0], StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 10, 1, true, null)]
    [InlineData(30, 10, 1, false, null)]
    [InlineData(5, 10, 1, true, "500m")]
    public void A_pause_longer_than_the_liveness_probe_allows_is_an_objection(int failures, int period, int timeout, bool refused, string? cpu)
    {
        var app = cpu is null ? new V1Container { Name = "app" } : Limited("cpu", cpu);
        app.LivenessProbe = new V1Probe { FailureThreshold = failures, PeriodSeconds = period, TimeoutSeconds = timeout, HttpGet = new V1HTTPGetAction { Path = "/" } };

        var plan = Plan(app, new V1PodSpec(), Roomy);

        Assert.Equal(refused, plan.Objections.Any(objection => objection.Contains($"its liveness probe lets it for {((failures - 1) * period) + timeout} s", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_probe_that_only_connects_does_not_notice_the_pause()
    {
        var app = new V1Container { Name = "app", LivenessProbe = new V1Probe { TcpSocket = new V1TCPSocketAction { Port = 8080 }, PeriodSeconds = 1 } };

        Assert.Empty(Plan(app, new V1PodSpec(), Roomy).Objections);
    }

    [Fact]
    public void Directories_that_cannot_be_a_word_of_jcmds_or_written_are_not_asked_for()
    {
        var app = new V1Container
        {
            Name = "app",
            VolumeMounts =
            [
                new V1VolumeMount { Name = "a", MountPath = "/with blank" }, new V1VolumeMount { Name = "b", MountPath = "/config" },
                new V1VolumeMount { Name = "a", MountPath = "/ro", ReadOnlyProperty = true }, new V1VolumeMount { Name = "a", MountPath = "/data" },
            ],
        };
        var spec = new V1PodSpec { Containers = [app], Volumes = [new V1Volume { Name = "a" }, new V1Volume { Name = "b", ConfigMap = new V1ConfigMapVolumeSource() }] };

        Assert.Equal(["/data", "/tmp"], HeapDumpFacts.Of(new V1Pod { Spec = spec }, "app").Volumes.Select(volume => volume.Directory));
    }

    private static V1Container Limited(string resource, string limit) => new()
    {
        Name = "app",
        Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { [resource] = new(limit) } },
    };

    private static HeapDumpPlan Plan(V1Container app, V1PodSpec spec, params string[] places)
    {
        spec.Containers = [app];
        var reply = new ScriptReply();
        foreach (var line in places.Append("|  garbage-first heap   total 3145728K, used 2097152K [0x1"))
        {
            reply.Add(line);
        }

        return HeapDumpPlan.Of(HeapDumpFacts.Of(new V1Pod { Spec = spec }, "app"), reply, includeUnreachable: false);
    }
}
