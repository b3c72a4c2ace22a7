using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>
/// Containers as a real API server prints its internal structs in a validation message: Go's field names, every field,
/// null for what is not set. Only what surrounds the ephemeral containers is printed of a pod spec.
/// </summary>
internal static class GoDump
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] _texts = ["Name", "Image", "WorkingDir", "TerminationMessagePath", "TerminationMessagePolicy", "ImagePullPolicy", "TargetContainerName"];
    private static readonly string[] _flags = ["Stdin", "StdinOnce", "TTY"];

    private static readonly string[] _container =
    [
        "Name", "Image", "Command", "Args", "WorkingDir", "Ports", "EnvFrom", "Env", "Resources", "ResizePolicy", "RestartPolicy",
        "RestartPolicyRules", "VolumeMounts", "VolumeDevices", "LivenessProbe", "ReadinessProbe", "StartupProbe", "Lifecycle",
        "TerminationMessagePath", "TerminationMessagePolicy", "ImagePullPolicy", "SecurityContext", "Stdin", "StdinOnce", "TTY",
    ];

    private static readonly string[] _securityContext =
    [
        "Capabilities", "Privileged", "SELinuxOptions", "WindowsOptions", "RunAsUser", "RunAsGroup", "RunAsNonRoot",
        "ReadOnlyRootFilesystem", "AllowPrivilegeEscalation", "ProcMount", "SeccompProfile", "AppArmorProfile",
    ];

    public static string EphemeralContainer(JsonObject container) => Print(Struct(container, [.. _container, "TargetContainerName"]));

    public static string PodSpec(JsonObject spec) => Print(new JsonObject
    {
        ["Containers"] = new JsonArray([.. spec.Objects("containers").Select(c => Struct(c, _container))]),
        ["EphemeralContainers"] = new JsonArray([.. spec.Objects("ephemeralContainers").Select(c => Struct(c, [.. _container, "TargetContainerName"]))]),
        ["Rest"] = new JsonObject([.. spec.Where(f => f.Key is not ("containers" or "ephemeralContainers")).Select(f => KeyValuePair.Create(Pascal(f.Key), f.Value?.DeepClone()))]),
    });

    private static string Print(JsonObject value) => value.ToJsonString(_options);

    private static JsonObject Struct(JsonObject value, IEnumerable<string> fields)
    {
        var result = new JsonObject();
        foreach (var field in fields)
        {
            result[field] = Field(field, value[Camel(field)]);
        }

        return result;
    }

    private static JsonNode? Field(string field, JsonNode? value) => field switch
    {
        "Resources" => Struct(value as JsonObject ?? [], ["Limits", "Requests", "Claims"]),
        "SecurityContext" when value is JsonObject context => Struct(context, _securityContext),
        "Capabilities" when value is JsonObject capabilities => Struct(capabilities, ["Add", "Drop"]),
        "SeccompProfile" or "AppArmorProfile" when value is JsonObject profile => Struct(profile, ["Type", "LocalhostProfile"]),
        _ when _flags.Contains(field) => value?.DeepClone() ?? false,
        _ when _texts.Contains(field) => value?.DeepClone() ?? "",
        _ => value?.DeepClone(),
    };

    private static string Camel(string field) => field switch
    {
        "TTY" => "tty",
        "SELinuxOptions" => "seLinuxOptions",
        _ => char.ToLowerInvariant(field[0]) + field[1..],
    };

    private static string Pascal(string field) => char.ToUpperInvariant(field[0]) + field[1..];
}
