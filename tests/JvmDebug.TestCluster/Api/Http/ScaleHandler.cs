using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Patching;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>The scale subresource (autoscaling/v1 Scale): the replicas of a workload, and nothing else of it.</summary>
internal sealed class ScaleHandler(ObjectRegistry registry)
{
    public async Task HandleAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var current = registry.Get(type, request.Namespace, request.Name);
        if (request.Verb is "update" or "patch")
        {
            var body = await JsonHttp.ReadObjectAsync(context);
            current = registry.Update(type, request.Namespace, request.Name, "", live => WithReplicas(live, body, request.Verb), new WriteContext("scale"));
        }

        await JsonHttp.WriteAsync(context, 200, ScaleOf(current));
    }

    private static JsonObject WithReplicas(JsonObject live, JsonObject body, string verb)
    {
        var scale = verb == "patch" ? MergePatch.Apply(ScaleOf(live), body) : body;
        live.Child("spec")["replicas"] = scale.Number("spec", "replicas") ?? 0;
        return live;
    }

    private static JsonObject ScaleOf(JsonObject value)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata[name] = value.At("metadata", name)?.DeepClone();
        }

        var labels = value.At("spec", "selector", "matchLabels") as JsonObject ?? [];
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = value.Number("spec", "replicas") ?? 0 },
            ["status"] = new JsonObject
            {
                ["replicas"] = value.Number("status", "replicas") ?? 0,
                ["selector"] = string.Join(',', labels.Select(l => $"{l.Key}={l.Value.Text()}")),
            },
        };
    }
}
