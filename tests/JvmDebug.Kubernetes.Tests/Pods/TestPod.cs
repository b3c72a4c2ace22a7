using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Tests.Pods;

/// <summary>Pods as the API server would send them.</summary>
internal static class TestPod
{
    public static V1Pod Parse(string json) => KubernetesJson.Deserialize<V1Pod>(json);

    /// <summary>A running pod with one container "app".</summary>
    public static V1Pod With(string? security = null, string? podSecurity = null, string? user = null) => Parse($$$"""
        {"metadata": {"name": "cart-1", "namespace": "shop"},
         "spec": {"containers": [{"name": "app", "image": "cart:1", "securityContext": {{{security ?? "null"}}}}], "securityContext": {{{podSecurity ?? "null"}}}},
         "status": {"phase": "Running", "containerStatuses": [
           {"name": "app", "image": "cart:1", "imageID": "", "ready": true, "restartCount": 0,
            "state": {"running": {}}, "user": {{{(user is null ? "null" : $"{{\"linux\": {user}}}")}}}}]}}
        """);

    public static V1Pod WithContainers(params string[] names)
    {
        var pod = With();
        pod.Spec.Containers = [.. names.Select(name => new V1Container { Name = name })];
        return pod;
    }
}
