using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>The <c>metav1.Status</c> objects of streaming requests: as an HTTP answer, and at the end of an exec.</summary>
internal static class StatusMessage
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Success() => Bytes(new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" });

    public static byte[] InternalError(string cause) => Bytes(new JsonObject
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = "Internal error occurred: " + cause,
        ["reason"] = "InternalError",
        ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = cause }) },
        ["code"] = 500,
    });

    /// <summary>
    /// What the API server's stream translator makes of the status that the node sent: it decodes it into an error, as
    /// kubectl does, and encodes that again, hence the doubled wording. No status at all counts as success there, which
    /// is how a lost exec can end with exit code 0 (kubernetes/kubernetes#124571).
    /// </summary>
    public static byte[] Translate(ReadOnlySpan<byte> fromNode)
    {
        if (fromNode.IsEmpty)
        {
            return Success();
        }

        JsonNode? status;
        try
        {
            status = JsonNode.Parse(fromNode);
        }
        catch (JsonException e)
        {
            return InternalError($"error stream protocol error: {e.Message}");
        }

        return (Text(status, "status"), Text(status, "reason")) switch
        {
            ("Success", _) => Success(),
            ("Failure", "NonZeroExitCode") when ExitCode(status) is { } code => NonZeroExitCode(code),
            ("Failure", "NonZeroExitCode") => InternalError("error stream protocol error: no ExitCode cause given"),
            ("Failure", _) => InternalError(Text(status, "message") ?? ""),
            _ => InternalError("error stream protocol error: unknown error"),
        };
    }

    public static async Task WriteBadRequestAsync(HttpResponse response, string message)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.ContentType = "application/json";
        await response.Body.WriteAsync(Bytes(new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = "BadRequest",
            ["code"] = 400,
        }));
    }

    private static byte[] NonZeroExitCode(string code) => Bytes(new JsonObject
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = $"command terminated with non-zero exit code: command terminated with exit code {code}",
        ["reason"] = "NonZeroExitCode",
        ["details"] = new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = code }),
        },
    });

    private static string? ExitCode(JsonNode? status) =>
        status?["details"]?["causes"] is JsonArray causes
            ? causes.Where(c => Text(c, "reason") == "ExitCode").Select(c => Text(c, "message")).FirstOrDefault()
            : null;

    private static string? Text(JsonNode? node, string name) => node?[name]?.GetValue<string>();

    private static byte[] Bytes(JsonObject status) => JsonSerializer.SerializeToUtf8Bytes(status, Json);
}
