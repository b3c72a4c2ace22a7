using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>
/// What two answers may differ in, and nothing else:
/// <list type="bullet">
/// <item>values that are new each time: uid, resourceVersion, times, tokens, generated ends of names, the server's address;</item>
/// <item><c>managedFields</c>: ours names leaves only (its effect is tested in ServerSideApplyTests);</item>
/// <item>the projected ConfigMap <c>openshift-service-ca.crt</c>: an option of the recorded cluster;</item>
/// <item><c>storageVersionHash</c> in discovery: about how etcd stores objects;</item>
/// <item>line numbers in the diff at the end of a validation message: we print less around it.</item>
/// </list>
/// </summary>
internal static partial class Masks
{
    private const string Masked = "(masked)";

    private static readonly HashSet<string> _maskedValues =
    [
        "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "lastTransitionTime", "time", "token",
        "expirationTimestamp", "serverAddress", "batch.kubernetes.io/controller-uid", "controller-uid", "continue",
    ];

    private static readonly HashSet<string> _absent = ["managedFields", "storageVersionHash"];

    public static JsonNode? Apply(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject([.. map.Where(p => !_absent.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, Field(p.Key, p.Value)))]),
        JsonArray list => new JsonArray([.. list.Where(i => !IsFromTheRecordedCluster(i)).Select(Apply)]),
        JsonValue value when value.TryGetValue(out string? text) => Text(text),
        null => null,
        _ => node.DeepClone(),
    };

    private static JsonNode? Field(string name, JsonNode? value) =>
        _maskedValues.Contains(name) && value is JsonValue ? Masked : Apply(value);

    private static string Text(string text) => OldestRevision().Replace(HunkHeader().Replace(ApiAccessVolume().Replace(text, "kube-api-access-$"), "@@"), "($)");

    private static bool IsFromTheRecordedCluster(JsonNode? item) => item.Text("configMap", "name") == "openshift-service-ca.crt";

    [GeneratedRegex("kube-api-access-[a-z0-9]{5}")]
    private static partial Regex ApiAccessVolume();

    [GeneratedRegex("@@ -[0-9]+,[0-9]+ [+][0-9]+,[0-9]+ @@")]
    private static partial Regex HunkHeader();

    [GeneratedRegex(@"(?<=too old resource version: 1 )\([0-9]+\)")]
    private static partial Regex OldestRevision();
}
