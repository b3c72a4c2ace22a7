using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Computes a container's environment (pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables).</summary>
internal sealed class EnvironmentBuilder(ConfigObjects objects, NodeOptions options)
{
    /// <exception cref="ContainerStartException">A ConfigMap or Secret that is not optional is missing.</exception>
    public ContainerEnvironment Build(Pod pod, JsonObject container)
    {
        var environment = new ContainerEnvironment();
        AddApiServer(environment);
        foreach (var source in container.Objects("envFrom"))
        {
            foreach (var (key, value) in From(pod, source))
            {
                environment.Set(source.Text("prefix") + key, Encoding.UTF8.GetString(value));
            }
        }

        foreach (var variable in container.Objects("env"))
        {
            var value = variable["valueFrom"] is JsonObject source
                ? Value(pod, container, source)
                : environment.Expand(variable.Text("value") ?? "");
            if (value is not null)
            {
                environment.Set(variable.Text("name") ?? "", value);
            }
        }

        return environment;
    }

    private void AddApiServer(ContainerEnvironment environment)
    {
        if (options.ApiServer() is { } apiServer)
        {
            environment.Set("KUBERNETES_SERVICE_HOST", apiServer.Host);
            environment.Set("KUBERNETES_SERVICE_PORT", apiServer.Port.ToString(CultureInfo.InvariantCulture));
            environment.Set("KUBERNETES_SERVICE_PORT_HTTPS", apiServer.Port.ToString(CultureInfo.InvariantCulture));
        }
    }

    private IReadOnlyDictionary<string, byte[]> From(Pod pod, JsonObject source) =>
        source["configMapRef"] is JsonObject map ? Load("configmap", objects.ConfigMap, pod, map)
            : source["secretRef"] is JsonObject secret ? Load("secret", objects.Secret, pod, secret)
            : new Dictionary<string, byte[]>();

    private string? Value(Pod pod, JsonObject container, JsonObject source)
    {
        if (source.Text("fieldRef", "fieldPath") is { } path)
        {
            return FieldRefs.Field(pod, path);
        }

        if (source["resourceFieldRef"] is JsonObject resource)
        {
            return FieldRefs.Resource(container, resource);
        }

        return source["configMapKeyRef"] is JsonObject map ? Key("ConfigMap", Load("configmap", objects.ConfigMap, pod, map), pod, map)
            : source["secretKeyRef"] is JsonObject secret ? Key("Secret", Load("secret", objects.Secret, pod, secret), pod, secret)
            : null;
    }

    private static IReadOnlyDictionary<string, byte[]> Load(
        string kind, Func<string, string, IReadOnlyDictionary<string, byte[]>?> get, Pod pod, JsonObject reference)
    {
        var name = reference.Text("name") ?? "";
        return get(pod.Namespace, name) ?? (reference.Flag("optional")
            ? new Dictionary<string, byte[]>()
            : throw new ContainerStartException("CreateContainerConfigError", $"{kind} \"{name}\" not found"));
    }

    private static string? Key(string kind, IReadOnlyDictionary<string, byte[]> data, Pod pod, JsonObject reference)
    {
        var key = reference.Text("key") ?? "";
        if (data.TryGetValue(key, out var value))
        {
            return Encoding.UTF8.GetString(value);
        }

        return reference.Flag("optional") ? null : throw new ContainerStartException(
            "CreateContainerConfigError", $"couldn't find key {key} in {kind} {pod.Namespace}/{reference.Text("name")}");
    }
}
