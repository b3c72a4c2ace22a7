using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>The projected volume with token, CA and namespace that the ServiceAccount admission mounts into every container.</summary>
internal static class ServiceAccountVolume
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static void Add(JsonObject pod, JsonObject account)
    {
        var spec = pod.Child("spec");
        if ((spec.Flag("automountServiceAccountToken") ?? account.Flag("automountServiceAccountToken")) == false)
        {
            return;
        }

        var name = $"kube-api-access-{ObjectMeta.RandomSuffix()}";
        var used = false;
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            if (container.Objects("volumeMounts").All(m => m.Text("mountPath") != MountPath))
            {
                Append(container, "volumeMounts", new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = MountPath });
                used = true;
            }
        }

        if (used)
        {
            Append(spec, "volumes", Volume(name));
        }
    }

    private static JsonObject Volume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                new JsonObject { ["configMap"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["items"] = Items("key", "ca.crt", "ca.crt") } },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = 420,
        },
    };

    private static JsonArray Items(string by, string key, string path) => [new JsonObject { [by] = key, ["path"] = path }];

    private static void Append(JsonObject parent, string field, JsonObject item)
    {
        if (parent[field] is not JsonArray list)
        {
            parent[field] = list = [];
        }

        list.Add((JsonNode)item);
    }
}
