using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>
/// What a request is about, read from its path as a real API server does it:
/// <code>
/// /api/v1 | /apis/GROUP/VERSION   [/namespaces/NAMESPACE]   /RESOURCE [/NAME [/SUBRESOURCE]]
/// </code>
/// Anything else is a non-resource path, authorised as such.
/// </summary>
internal sealed record RequestInfo(string Verb, string Path, bool IsResource)
{
    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    public static RequestInfo Parse(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var prefix = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (prefix == 0)
        {
            return new RequestInfo(request.Method.ToLowerInvariant(), path, false);
        }

        var rest = parts.AsSpan(prefix);
        var ns = "";
        if (rest[0] == "namespaces" && rest.Length > 1)
        {
            ns = rest[1];
            // /namespaces/NAME and its two subresources are about the namespace itself.
            rest = rest.Length > 2 && rest[2] is not ("status" or "finalize") ? rest[2..] : rest;
        }

        var name = rest.Length > 1 ? rest[1] : NameFromSelector(request);
        return new RequestInfo(VerbOf(request, rest.Length > 1), path, true)
        {
            Group = prefix == 3 ? parts[1] : "",
            Version = parts[prefix - 1],
            Namespace = ns,
            Resource = rest[0],
            Name = name,
            Subresource = rest.Length > 2 ? string.Join('/', rest[2..].ToArray()) : "",
        };
    }

    public static bool Asked(HttpRequest request, string parameter) =>
        request.Query.TryGetValue(parameter, out var value) && value.ToString() is "true" or "1";

    // A list or watch of one name may be granted by resourceNames.
    private static string NameFromSelector(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? FieldSelector.Parse(request.Query["fieldSelector"].ToString()).Exactly("metadata.name") ?? "" : "";

    private static string VerbOf(HttpRequest request, bool named) => request.Method switch
    {
        "GET" or "HEAD" when Asked(request, "watch") => "watch",
        "GET" or "HEAD" => named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => request.Method.ToLowerInvariant(),
    };
}
