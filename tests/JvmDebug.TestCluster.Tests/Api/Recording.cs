using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>One exchange recorded with a real API server (Kubernetes 1.36.2).</summary>
internal sealed record Recording(string Name, HttpMethod Method, string Path, JsonNode? RequestBody, string? RequestType, string Accept, int Status, string ContentType, JsonNode? Body)
{
    private static readonly string _folder = System.IO.Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static Recording Load(string name)
    {
        var file = Json(name);
        var request = file["request"];
        var response = file["response"];
        return new Recording(
            name,
            new HttpMethod(request.Text("method")!),
            request.Text("path")!,
            request.At("body")?.DeepClone(),
            request.Text("headers", "Content-Type"),
            request.Text("headers", "Accept") ?? "application/json",
            (int)response.Number("status")!.Value,
            response.Text("contentType")!,
            response.At("body")?.DeepClone());
    }

    public static JsonObject Json(string name) => (JsonObject)JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(_folder, $"{name}.json")))!;

    public static IEnumerable<string> AllNames() =>
        Directory.EnumerateFiles(_folder, "*.json").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);
}
