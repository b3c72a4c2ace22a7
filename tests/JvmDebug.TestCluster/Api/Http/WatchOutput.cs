using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>The stream of a watch: one JSON object a line.</summary>
internal sealed class WatchOutput(
    HttpContext context, ResourceType type, Func<IEnumerable<JsonObject>, JsonObject, bool, JsonObject>? table)
{
    private bool _columnsSent;

    public async Task StartAsync()
    {
        context.Response.ContentType = "application/json";
        // The client waits for the headers; the first event may be a long way off.
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public async Task SendAsync(string kind, JsonNode value)
    {
        context.Response.ContentType ??= "application/json";
        byte[] line = [.. JsonHttp.Bytes(new JsonObject { ["type"] = kind, ["object"] = value }), (byte)'\n'];
        await context.Response.Body.WriteAsync(line, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public Task SendObjectAsync(string kind, JsonObject value)
    {
        if (table is null)
        {
            return SendAsync(kind, value);
        }

        var columns = !_columnsSent;
        _columnsSent = true;
        return SendAsync(kind, table([value], new JsonObject { ["resourceVersion"] = value.ResourceVersion() }, columns));
    }

    public Task BookmarkAsync(long revision, JsonObject? annotations)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (annotations is not null)
        {
            metadata["annotations"] = annotations;
        }

        return SendAsync("BOOKMARK", new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata });
    }
}
