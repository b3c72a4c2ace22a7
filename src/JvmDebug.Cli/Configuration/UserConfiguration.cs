using System.Text.Json;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Hprof;

namespace JvmDebug.Cli.Configuration;

/// <summary>
/// What holds where the command line says nothing: JVMDEBUG_IMAGE, else the configuration file, else what is built in. The
/// file is <c>$XDG_CONFIG_HOME/jvmdebug/config.json</c> (<c>~/.config</c> if that is not set, <c>%APPDATA%</c> on Windows):
/// </summary>
/// <remarks>
/// <code>
/// {
///   // Comments and trailing commas are allowed; each key may be left out, any other is an error.
///   "image": "registry.example.com/jvmdebug/jdk:25",   --image
///   "imagePullPolicy": "IfNotPresent",                 --image-pull-policy
///   "idleTimeout": "5m",                               --idle-timeout
///   "mode": "ephemeral",                               --mode
///   "heapDumpRedact": "content"                        --redact; "fields" --redact-fields, "none" --no-redact
/// }
/// </code>
/// </remarks>
internal static class UserConfiguration
{
    public const string ImageVariable = "JVMDEBUG_IMAGE";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="ConfigurationException">The file cannot be read, is not JSON, or says what cannot be.</exception>
    public static DebugDefaults Load() => Load(Environment.GetEnvironmentVariable);

    internal static DebugDefaults Load(Func<string, string?> variable)
    {
        var path = PathOf(variable);
        var defaults = Read(path) is { } text ? Parse(text, path) : new DebugDefaults();
        return variable(ImageVariable) is { Length: > 0 } image ? defaults with { Image = CheckImage(image, ImageVariable) } : defaults;
    }

    internal static string PathOf(Func<string, string?> variable)
    {
        // The XDG specification wants relative paths to be ignored.
        var directory = variable("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg
            : OperatingSystem.IsWindows() ? variable("APPDATA") ?? ""
            : Path.Combine(variable("HOME") ?? "/", ".config");
        return Path.Combine(directory, "jvmdebug", "config.json");
    }

    internal static DebugDefaults Parse(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ConfigurationException($"{path} is not a JSON object like {{ \"image\": \"NAME\" }}.");
            }

            return document.RootElement.EnumerateObject().Aggregate(new DebugDefaults(), (defaults, property) => Apply(defaults, property, path));
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{path} is not JSON (line {e.LineNumber + 1}): {e.Message.Split(" LineNumber", 2)[0]}", e);
        }
    }

    private static DebugDefaults Apply(DebugDefaults defaults, JsonProperty property, string path)
    {
        var where = $"'{property.Name}' in {path}";
        if (property.Name is not ("image" or "imagePullPolicy" or "idleTimeout" or "mode" or "heapDumpRedact"))
        {
            throw new ConfigurationException($"{where} is not a setting; they are image, imagePullPolicy, idleTimeout and mode, and for heap dumps heapDumpRedact.");
        }

        var value = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : throw new ConfigurationException($"{where} is not a text in quotes.");
        return property.Name switch
        {
            "image" => defaults with { Image = CheckImage(value, where) },
            "imagePullPolicy" => defaults with { ImagePullPolicy = value is "Always" or "IfNotPresent" or "Never" ? value : throw new ConfigurationException($"{where} is not Always, IfNotPresent or Never.") },
            "idleTimeout" => defaults with { IdleTimeout = Duration.TryParse(value) ?? throw new ConfigurationException($"{where} is not a duration of at most 7 days, like 90s, 2m or 1h30m.") },
            "heapDumpRedact" => defaults with { HeapDumpRedaction = Redaction(value) ?? throw new ConfigurationException($"{where} is not none, content or fields.") },
            _ => defaults with { Mode = EntryModes.TryParse(value) ?? throw new ConfigurationException($"{where} is not {EntryModes.Names}.") },
        };
    }

    private static HprofRedaction? Redaction(string value) => value switch
    {
        "none" => HprofRedaction.None,
        "content" => HprofRedaction.Content,
        "fields" => HprofRedaction.ContentAndFields,
        _ => null,
    };

    private static string CheckImage(string image, string where) =>
        image.Length > 0 && !image.Any(char.IsWhiteSpace) ? image : throw new ConfigurationException($"{where} is not an image name without blanks.");

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The configuration file {path} cannot be read: {e.Message}", e);
        }
    }
}
