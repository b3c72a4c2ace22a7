using System.Text.Json;
using JvmDebug.Kubernetes.Pods;
using k8s;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class DebugContainerBuilderTests
{
    private static readonly DebugContainerSpec Spec = new() { Image = "jdk:25", Command = ["sh", "-c", "keeper"] };

    public static TheoryData<string, string?, string?, string?, string> Identities { get; } = new()
    {
        {
            "distroless, restricted",
            """{"runAsUser":65532,"runAsGroup":65532,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}""",
            """{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}""",
            """{"uid":65532,"gid":65532,"supplementalGroups":[65532]}""",
            """{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsGroup":65532,"runAsUser":65532}"""
        },
        {
            "restricted at container level",
            """{"runAsUser":10,"runAsNonRoot":true,"seccompProfile":{"type":"Localhost","localhostProfile":"p.json"},"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"],"add":["NET_BIND_SERVICE"]}}""",
            null,
            """{"uid":10,"gid":20}""",
            """{"allowPrivilegeEscalation":false,"capabilities":{"add":["NET_BIND_SERVICE"],"drop":["ALL"]},"runAsGroup":20,"runAsNonRoot":true,"runAsUser":10,"seccompProfile":{"localhostProfile":"p.json","type":"Localhost"}}"""
        },
        { "uid 999 with default capabilities", """{"runAsUser":999,"runAsGroup":999}""", null, null, """{"runAsGroup":999,"runAsUser":999}""" },
        { "root with default capabilities", null, null, """{"uid":0,"gid":0}""", """{"runAsGroup":0,"runAsUser":0}""" },
        { "root with NET_ADMIN", """{"capabilities":{"add":["NET_ADMIN"]}}""", null, """{"uid":0,"gid":0}""", """{"capabilities":{"add":["NET_ADMIN"]},"runAsGroup":0,"runAsUser":0}""" },
        { "the image's own user, told by the status", null, null, """{"uid":101,"gid":102}""", """{"runAsGroup":102,"runAsUser":101}""" },
        { "nothing said anywhere", null, null, null, "{}" },
        { "pod level only", null, """{"runAsUser":1000,"runAsGroup":2000,"fsGroup":3000,"runAsNonRoot":true}""", null, """{"runAsGroup":2000,"runAsUser":1000}""" },
        { "container over pod", """{"runAsUser":1}""", """{"runAsUser":1000,"runAsGroup":2000}""", null, """{"runAsGroup":2000,"runAsUser":1}""" },
        { "status over container", """{"runAsUser":1}""", null, """{"uid":1,"gid":0}""", """{"runAsGroup":0,"runAsUser":1}""" },
        { "OpenShift: a uid of the range, gid 0", """{"runAsUser":1000650000,"capabilities":{"drop":["ALL"]},"seLinuxOptions":{"level":"s0:c26,c5"}}""", """{"seLinuxOptions":{"level":"s0:c26,c5"}}""", """{"uid":1000650000,"gid":0}""", """{"capabilities":{"drop":["ALL"]},"runAsGroup":0,"runAsUser":1000650000,"seLinuxOptions":{"level":"s0:c26,c5"}}""" },
        { "a group nobody says is left to the runtime", """{"runAsUser":999}""", null, null, """{"runAsUser":999}""" },
        { "privileged only if the target is", """{"privileged":true}""", null, """{"uid":0,"gid":0}""", """{"privileged":true,"runAsGroup":0,"runAsUser":0}""" },
        { "not privileged", """{"privileged":false,"runAsUser":1}""", null, null, """{"runAsUser":1}""" },
        { "AppArmor", """{"appArmorProfile":{"type":"RuntimeDefault"}}""", null, null, """{"appArmorProfile":{"type":"RuntimeDefault"}}""" },
        { "a read-only root file system is not mirrored", """{"readOnlyRootFilesystem":true,"runAsUser":5}""", null, null, """{"runAsUser":5}""" },
    };

    [Theory]
    [MemberData(nameof(Identities))]
    public void The_debug_container_has_the_identity_of_its_target(string which, string? security, string? podSecurity, string? user, string expected)
    {
        var built = DebugContainerBuilder.Build(TestPod.With(security, podSecurity, user), "app", Spec, "jvmdebug-x");

        Assert.True(
            JsonElement.DeepEquals(Element(expected), Element(KubernetesJson.Serialize(built.SecurityContext))),
            $"{which}: {KubernetesJson.Serialize(built.SecurityContext)}");
    }

    [Fact]
    public void It_is_as_small_as_can_be()
    {
        var built = DebugContainerBuilder.Build(TestPod.With(), "app", Spec with { ImagePullPolicy = "Never" }, "jvmdebug-x");
        built.SecurityContext = null;

        Assert.True(
            JsonElement.DeepEquals(
                Element("""{"name":"jvmdebug-x","image":"jdk:25","imagePullPolicy":"Never","command":["sh","-c","keeper"],"targetContainerName":"app","terminationMessagePolicy":"File"}"""),
                Element(KubernetesJson.Serialize(built))),
            KubernetesJson.Serialize(built));
    }

    [Fact]
    public void A_sidecar_can_be_the_target()
    {
        var pod = TestPod.Parse("""
            {"metadata":{"name":"p"},"spec":{"containers":[{"name":"app"}],"initContainers":[{"name":"agent","restartPolicy":"Always","securityContext":{"runAsUser":7}}]},
             "status":{"initContainerStatuses":[{"name":"agent","image":"","imageID":"","ready":true,"restartCount":0,"user":{"linux":{"uid":7,"gid":8}}}]}}
            """);

        var built = DebugContainerBuilder.Build(pod, "agent", Spec, "jvmdebug-x");

        Assert.Equal(("agent", 7, 8), (built.TargetContainerName, built.SecurityContext.RunAsUser, built.SecurityContext.RunAsGroup));
    }

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
