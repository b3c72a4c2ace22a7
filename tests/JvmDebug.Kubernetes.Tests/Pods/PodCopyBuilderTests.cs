using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class PodCopyBuilderTests
{
    private static readonly DebugContainerSpec Spec = new() { Image = "jdk:25", ImagePullPolicy = "Never", Command = ["sh", "-c", "keeper"] };

    [Fact]
    public void Nothing_that_ties_the_pod_to_its_place_or_owner_is_copied()
    {
        var copy = Copy(Pod());

        Assert.Equal(("cart-1-jvmdebug-x7k2p", "shop"), (copy.Metadata.Name, copy.Metadata.NamespaceProperty));
        Assert.Equal(["app.kubernetes.io/managed-by"], copy.Metadata.Labels.Keys);
        Assert.Equal("cart-1", copy.Metadata.Annotations["jvmdebug/copy-of"]);
        Assert.Single(copy.Metadata.Annotations);
        Assert.Null(copy.Metadata.OwnerReferences);
        Assert.Null(copy.Metadata.Uid);
        Assert.Null(copy.Metadata.ResourceVersion);
        Assert.Null(copy.Metadata.GenerateName);
        Assert.Null(copy.Metadata.Finalizers);
        Assert.Null(copy.Spec.NodeName);
        Assert.Null(copy.Spec.EphemeralContainers);
        Assert.Null(copy.Status);
    }

    [Fact]
    public void Its_processes_are_shared_and_no_probe_restarts_it()
    {
        var copy = Copy(Pod());

        Assert.True(copy.Spec.ShareProcessNamespace);
        Assert.Equal("Never", copy.Spec.RestartPolicy);
        Assert.All(copy.Spec.Containers.Concat(copy.Spec.InitContainers), container =>
        {
            Assert.Null(container.LivenessProbe);
            Assert.Null(container.ReadinessProbe);
            Assert.Null(container.StartupProbe);
        });
    }

    [Fact]
    public void The_debug_container_comes_last_under_the_targets_identity()
    {
        var copy = Copy(Pod());

        Assert.Equal(["app", "jvmdebug-x7k2p"], copy.Spec.Containers.Select(c => c.Name));
        var debugger = copy.Spec.Containers[^1];
        Assert.Equal(("jdk:25", "Never", 65532L, 65532L), (debugger.Image, debugger.ImagePullPolicy, debugger.SecurityContext.RunAsUser, debugger.SecurityContext.RunAsGroup));
        Assert.Equal(["sh", "-c", "keeper"], debugger.Command);
    }

    [Fact]
    public void A_copy_that_nobody_deletes_ends_by_itself_unless_it_is_to_be_kept()
    {
        Assert.Equal(86_400, Copy(Pod()).Spec.ActiveDeadlineSeconds);
        Assert.Null(Copy(Pod(), keep: true).Spec.ActiveDeadlineSeconds);
    }

    [Fact]
    public void The_pod_itself_is_not_changed()
    {
        var pod = Pod();
        var before = KubernetesJson.Serialize(pod);

        Copy(pod);

        Assert.Equal(before, KubernetesJson.Serialize(pod));
    }

    [Fact]
    public void With_the_nodes_process_namespace_there_is_none_to_share()
    {
        var pod = Pod();
        pod.Spec.HostPID = true;

        Assert.Null(Copy(pod).Spec.ShareProcessNamespace);
    }

    [Fact]
    public void A_long_name_is_cut_to_a_host_name()
    {
        var name = PodCopyBuilder.Name(new string('a', 44) + "-" + new string('b', 200), "x7k2p");

        Assert.Equal(new string('a', 44) + "-bbb-jvmdebug-x7k2p", name);
        Assert.Equal(63, name.Length);
        Assert.Equal(new string('a', 47) + "-jvmdebug-x7k2p", PodCopyBuilder.Name(new string('a', 47) + "-bbb", "x7k2p"));
    }

    [Fact]
    public void Claims_that_both_would_write_to_are_named()
    {
        var pod = Pod();
        Assert.Empty(PodCopyBuilder.SharedClaims(pod));
        pod.Spec.Volumes =
        [
            new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data-cart-1" } },
            new V1Volume { Name = "fixed", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "catalogue", ReadOnlyProperty = true } },
            new V1Volume { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource() },
        ];

        Assert.Equal(["data-cart-1"], PodCopyBuilder.SharedClaims(pod));
    }

    private static V1Pod Copy(V1Pod pod, bool keep = false) =>
        PodCopyBuilder.Build(pod, "app", Spec, PodCopyBuilder.Name(pod.Metadata.Name, "x7k2p"), "jvmdebug-x7k2p", keep);

    private static V1Pod Pod() => TestPod.Parse("""
        {"metadata": {"name": "cart-1", "namespace": "shop", "uid": "u", "resourceVersion": "7", "generateName": "cart-", "labels": {"app": "cart"},
           "annotations": {"sidecar.istio.io/inject": "true"}, "finalizers": ["x/y"],
           "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "cart", "uid": "r", "controller": true}]},
         "spec": {"nodeName": "node-1", "restartPolicy": "Always",
           "containers": [{"name": "app", "image": "cart:1", "livenessProbe": {"httpGet": {"port": 8080}}, "readinessProbe": {"httpGet": {"port": 8080}},
             "startupProbe": {"httpGet": {"port": 8080}}, "securityContext": {"runAsUser": 65532, "runAsGroup": 65532}}],
           "initContainers": [{"name": "proxy", "image": "proxy:1", "restartPolicy": "Always", "startupProbe": {"httpGet": {"port": 1}}}],
           "ephemeralContainers": [{"name": "jvmdebug-old", "image": "jdk:25", "targetContainerName": "app"}]},
         "status": {"phase": "Running"}}
        """);
}
