using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Patching;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Http;

internal sealed partial class ResourceHandler
{
    private const string ApplyType = "application/apply-patch+yaml";

    internal static bool IsApply(HttpRequest request) => MediaType(request) == ApplyType;

    private static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    private async Task PatchAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var mediaType = MediaType(context.Request);
        var patch = await JsonHttp.ReadAsync(context) ?? throw ApiStatus.BadRequest("the patch is empty");
        if (mediaType == ApplyType)
        {
            await ApplyAsync(context, type, request, patch as JsonObject ?? throw ApiStatus.BadRequest("error decoding YAML: not an object"));
            return;
        }

        var write = Context(context);
        var patched = registry.Update(type, request.Namespace, request.Name, request.Subresource, Patcher(mediaType, patch), write);
        JsonHttp.AddWarnings(context, write.Warnings);
        await WriteObjectAsync(context, 200, type, patched);
    }

    private static Func<JsonObject, JsonObject> Patcher(string mediaType, JsonNode patch) => (mediaType, patch) switch
    {
        ("application/json-patch+json", JsonArray list) => value => JsonPatch.Apply(value, list),
        ("application/merge-patch+json", JsonObject map) => value => MergePatch.Apply(value, map),
        ("application/strategic-merge-patch+json", JsonObject map) => value => StrategicMergePatch.Apply(value, map),
        ("application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json", _) =>
            throw ApiStatus.BadRequest("error decoding patch: the document is of the wrong shape"),
        _ => throw new ApiException(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml",
            []),
    };

    private async Task ApplyAsync(HttpContext context, ResourceType type, RequestInfo request, JsonObject wanted)
    {
        if (context.Request.Query["fieldManager"] is not [{ Length: > 0 } manager, ..])
        {
            throw new ApiException(
                422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch",
                new JsonObject
                {
                    ["group"] = "meta.k8s.io",
                    ["kind"] = "PatchOptions",
                    ["causes"] = new JsonArray(new JsonObject { ["reason"] = "FieldValueRequired", ["message"] = "Required value: is required for apply patch", ["field"] = "fieldManager" }),
                });
        }

        if (wanted.At("metadata", "managedFields") is JsonArray { Count: > 0 })
        {
            throw ApiStatus.BadRequest("metadata.managedFields must be nil");
        }

        var write = Context(context, manager) with { IsApply = true };
        var force = RequestInfo.Asked(context.Request, "force");
        if (registry.Store.Get(new ObjectKey(type.Plural, request.Namespace, request.Name)) is null && request.Subresource.Length == 0)
        {
            var fresh = ServerSideApply.Apply([], wanted, manager, type.ApiVersion, force);
            fresh.Child("metadata")["name"] = request.Name;
            await WriteCreatedAsync(context, type, registry.Create(type, request.Namespace, fresh, write), write);
            return;
        }

        var applied = registry.Update(
            type, request.Namespace, request.Name, request.Subresource, live => ServerSideApply.Apply(live, wanted, manager, type.ApiVersion, force), write);
        JsonHttp.AddWarnings(context, write.Warnings);
        await WriteObjectAsync(context, 200, type, applied);
    }
}
