using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Namespaces;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Api.Security;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>The verbs on objects, over HTTP.</summary>
internal sealed partial class ResourceHandler(ObjectRegistry registry, NamespaceController namespaces)
{
    public Task HandleAsync(HttpContext context, ResourceType type, RequestInfo request) => request.Verb switch
    {
        "get" => GetAsync(context, type, request),
        "list" => ListAsync(context, type, request),
        "watch" => WatchAsync(context, type, request),
        "create" => CreateAsync(context, type, request),
        "update" => UpdateAsync(context, type, request),
        "patch" => PatchAsync(context, type, request),
        "delete" => DeleteAsync(context, type, request),
        "deletecollection" => DeleteCollectionAsync(context, type, request),
        _ => throw ApiStatus.MethodNotAllowed(),
    };

    private static WriteContext Context(HttpContext context, string? manager = null)
    {
        var request = context.Request;
        var agent = request.Headers.UserAgent.ToString();
        return new WriteContext(manager ?? (request.Query["fieldManager"] is [{ Length: > 0 } asked, ..] ? asked : agent.Split('/')[0]))
        {
            Author = context.Features.Get<UserInfo>(),
            DryRun = request.Query["dryRun"] == "All",
        };
    }

    private static async Task WriteObjectAsync(HttpContext context, int code, ResourceType type, JsonObject value)
    {
        var body = TablesFor(context, type)?.Invoke([value], new JsonObject { ["resourceVersion"] = value.ResourceVersion() }, true) ?? value;
        await JsonHttp.WriteAsync(context, code, body);
    }

    private static Func<IEnumerable<JsonObject>, JsonObject, bool, JsonObject>? TablesFor(HttpContext context, ResourceType type)
    {
        var include = context.Request.Query["includeObject"] is [{ Length: > 0 } asked, ..] ? asked : "Metadata";
        return Tables.TableBuilder.IsAsked(context.Request)
            ? (values, metadata, columns) => Tables.TableBuilder.Build(type, values, metadata, include, columns)
            : null;
    }

    private async Task CreateAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var write = Context(context);
        var created = registry.Create(type, request.Namespace, await JsonHttp.ReadObjectAsync(context), write);
        await WriteCreatedAsync(context, type, created, write);
    }

    private async Task WriteCreatedAsync(HttpContext context, ResourceType type, JsonObject created, WriteContext write)
    {
        if (type == ResourceCatalog.Namespaces && !write.DryRun)
        {
            namespaces.Populate(created.Name());
        }

        JsonHttp.AddWarnings(context, write.Warnings);
        await WriteObjectAsync(context, 201, type, created);
    }

    private async Task UpdateAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var write = Context(context);
        var body = await JsonHttp.ReadObjectAsync(context);
        var updated = registry.Update(type, request.Namespace, request.Name, request.Subresource, _ => body.Clone(), write);
        JsonHttp.AddWarnings(context, write.Warnings);
        await WriteObjectAsync(context, 200, type, updated);
    }

    private async Task DeleteAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var options = DeleteOptions.Parse(context.Request.Query, await JsonHttp.ReadAsync(context) as JsonObject);
        var deleted = registry.Delete(type, request.Namespace, request.Name, options);
        // Pods and namespaces outlive the request, so there is an object to show.
        var body = type == ResourceCatalog.Pods || type == ResourceCatalog.Namespaces ? deleted : ApiStatus.Deleted(type, deleted);
        await JsonHttp.WriteAsync(context, 200, body);
    }

    private async Task DeleteCollectionAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var options = DeleteOptions.Parse(context.Request.Query, await JsonHttp.ReadAsync(context) as JsonObject);
        var selection = Selection.Parse(context.Request.Query);
        var deleted = new List<JsonObject>();
        foreach (var value in registry.Store.List(type.Plural, Scope(type, request)).Items.Where(selection.Matches))
        {
            deleted.Add(registry.Delete(type, value.Namespace(), value.Name(), options));
        }

        await JsonHttp.WriteAsync(context, 200, ListOf(type, deleted, new JsonObject { ["resourceVersion"] = $"{registry.Store.Revision}" }));
    }
}
