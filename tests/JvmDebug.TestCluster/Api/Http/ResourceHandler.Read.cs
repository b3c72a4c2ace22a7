using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Http;

internal sealed partial class ResourceHandler
{
    private static string? Scope(ResourceType type, RequestInfo request) =>
        !type.Namespaced ? "" : request.Namespace.Length == 0 ? null : request.Namespace;

    private static JsonObject ListOf(ResourceType type, IEnumerable<JsonObject> values, JsonObject metadata) => new()
    {
        ["kind"] = $"{type.Kind}List",
        ["apiVersion"] = type.ApiVersion,
        ["metadata"] = metadata,
        ["items"] = new JsonArray([.. values.Select(WithoutKind)]),
    };

    // The list names the kind, its items do not.
    private static JsonObject WithoutKind(JsonObject value)
    {
        value.Remove("kind");
        value.Remove("apiVersion");
        return value;
    }

    private Task GetAsync(HttpContext context, ResourceType type, RequestInfo request) =>
        WriteObjectAsync(context, 200, type, registry.Get(type, request.Namespace, request.Name));

    private async Task ListAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var query = context.Request.Query;
        var selection = Selection.Parse(query);
        var (items, revision) = registry.Store.List(type.Plural, Scope(type, request));
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        var after = ContinueAfter(query["continue"].ToString());
        var selected = items.Where(selection.Matches)
            .Where(v => after is null || string.CompareOrdinal(Position(v), after) > 0).ToList();
        if (int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit < selected.Count)
        {
            metadata["continue"] = ContinueToken(revision, Position(selected[limit - 1]));
            if (query["labelSelector"].ToString().Length == 0 && query["fieldSelector"].ToString().Length == 0)
            {
                metadata["remainingItemCount"] = selected.Count - limit;
            }

            selected = selected[..limit];
        }

        var body = TablesFor(context, type)?.Invoke(selected, metadata, true) ?? ListOf(type, selected, metadata);
        await JsonHttp.WriteAsync(context, 200, body);
    }

    private static string Position(JsonObject value) => $"/{value.Namespace()}/{value.Name()}\0";

    private static string ContinueToken(long revision, string position) => Base64Url.EncodeToString(
        JsonHttp.Bytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = revision, ["start"] = position }));

    private static string? ContinueAfter(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        try
        {
            return Base64Url.IsValid(token) ? JsonNode.Parse(Base64Url.DecodeFromChars(token)).Text("start") : throw BadToken();
        }
        catch (JsonException)
        {
            throw BadToken();
        }

        static ApiException BadToken() => ApiStatus.BadRequest("continue key is not valid");
    }
}
