using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>JSON in and out of requests; protobuf goes in only.</summary>
internal static class JsonHttp
{
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode value) => JsonSerializer.SerializeToUtf8Bytes(value, _options);

    public static async Task WriteAsync(HttpContext context, int code, JsonNode value)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Bytes(value), context.RequestAborted);
    }

    public static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0)
        {
            return null;
        }

        if (context.Request.ContentType?.StartsWith(ProtobufBody.MediaType, StringComparison.Ordinal) == true)
        {
            return ProtobufBody.Read(body.GetBuffer().AsSpan(0, (int)body.Length));
        }

        try
        {
            return JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException e)
        {
            throw ApiStatus.BadRequest($"the object provided is unrecognized (must be JSON): {e.Message}");
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpContext context)
    {
        var type = context.Request.ContentType ?? "application/json";
        if (!type.StartsWith("application/json", StringComparison.Ordinal)
            && !type.StartsWith(ProtobufBody.MediaType, StringComparison.Ordinal)
            && !type.Contains("patch", StringComparison.Ordinal))
        {
            throw new ApiException(
                415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json", []);
        }

        return await ReadAsync(context) as JsonObject
            ?? throw ApiStatus.BadRequest("the object provided is unrecognized (must be a JSON object)");
    }

    /// <summary>One <c>Warning</c> header each, code 299 as RFC 7234 has it, the text quoted.</summary>
    public static void AddWarnings(HttpContext context, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            var text = warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            context.Response.Headers.Append("Warning", $"299 - \"{text}\"");
        }
    }
}
