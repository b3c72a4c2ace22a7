namespace JvmDebug.Storage;

public sealed partial record SinkLocation
{
    private const string TagPrefix = "tag.";

    private static readonly Dictionary<SinkKind, string[]> Known = new()
    {
        [SinkKind.File] = [],
        [SinkKind.S3] = ["endpoint", "region", "path-style", "sse", "sse-key"],
        [SinkKind.AzureBlob] = ["endpoint"],
    };

    /// <summary>Whether the text is meant as a sink and not as a path.</summary>
    public static bool IsSink(string text) => text?.Contains("://", StringComparison.Ordinal) == true;

    /// <summary>Null, and why, if the text is no address of a sink.</summary>
    public static SinkLocation? TryParse(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split("://", 2);
        SinkKind? kind = parts.Length < 2 ? null : parts[0] switch { "file" => SinkKind.File, "s3" => SinkKind.S3, "azblob" => SinkKind.AzureBlob, _ => null };
        if (kind is null)
        {
            error = $"'{text}' is not a sink: file:///DIRECTORY, s3://BUCKET/PREFIX or azblob://ACCOUNT/CONTAINER/PREFIX.";
            return null;
        }

        var (path, query) = parts[1].Split('?', 2) is [var before, var after] ? (before, after) : (parts[1], "");
        if (path.Contains('@', StringComparison.Ordinal))
        {
            error = "A sink's address holds no credentials: they come from the environment, from a Secret, or from the platform's identity.";
            return null;
        }

        var options = ParseOptions(kind.Value, query, out error);
        return options is null ? null : Create(kind.Value, path, options, text, out error);
    }

    /// <summary>
    /// The sink that holds an object, of the object's address as <see cref="AddressOf"/> makes it (with the sink's options behind it); null
    /// if the text has no last part that could be one.
    /// </summary>
    public static SinkLocation? TryParseObject(string text, out string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (path, query) = text.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[at..]) : (text, "");
        name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? null : TryParse(path[..^name.Length] + query, out _);
    }

    private static SinkLocation? Create(SinkKind kind, string path, Dictionary<string, string> options, string text, out string? error)
    {
        error = null;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Any(segment => segment is "." or ".."))
        {
            error = $"'{text}' has a '.' or '..' in its path.";
            return null;
        }

        switch (kind)
        {
            case SinkKind.File when path.StartsWith('/'):
                return new SinkLocation(kind, "", "/" + string.Join('/', segments), "", options, text);
            case SinkKind.File:
                error = $"'{text}' needs an absolute directory: file:///DIRECTORY (three slashes).";
                return null;
            case SinkKind.S3 when segments is [var bucket, .. var rest]:
                return new SinkLocation(kind, "", bucket, PrefixOf(rest), options, text);
            case SinkKind.AzureBlob when segments is [var account, var container, .. var rest]:
                return new SinkLocation(kind, account, container, PrefixOf(rest), options, text);
            default:
                error = $"'{text}' is incomplete: {(kind == SinkKind.S3 ? "s3://BUCKET/PREFIX" : "azblob://ACCOUNT/CONTAINER/PREFIX")}.";
                return null;
        }
    }

    private static string PrefixOf(string[] segments) => segments.Length == 0 ? "" : string.Join('/', segments) + "/";

    private static Dictionary<string, string>? ParseOptions(SinkKind kind, string query, out string? error)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (part, "");
            if (Refusal(kind, name, value) is { } refusal)
            {
                error = refusal;
                return null;
            }

            options[name] = value;
        }

        error = null;
        return options;
    }

    private static string? Refusal(SinkKind kind, string name, string value) => name switch
    {
        _ when kind != SinkKind.File && name.StartsWith(TagPrefix, StringComparison.Ordinal) && name.Length > TagPrefix.Length => null,
        _ when !Known[kind].Contains(name) => $"'{name}' is not an option of this sink{(Known[kind].Length == 0 ? ", which has none" : $": {string.Join(", ", Known[kind])}, tag.NAME")}.",
        "endpoint" when !Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") => $"endpoint='{value}' is not an http or https URL.",
        "path-style" when value is not ("true" or "false") => $"path-style='{value}' is neither true nor false.",
        "sse" when value is not ("AES256" or "aws:kms") => $"sse='{value}' is neither AES256 nor aws:kms.",
        _ when value.Length == 0 => $"'{name}' has no value.",
        _ => null,
    };
}
