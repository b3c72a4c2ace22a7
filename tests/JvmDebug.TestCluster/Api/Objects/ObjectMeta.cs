using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Objects;

/// <summary>The <c>metadata</c> every object has.</summary>
internal static class ObjectMeta
{
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Name(this JsonObject value) => value.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject value) => value.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject value) => value.Text("metadata", "uid") ?? "";

    public static string ResourceVersion(this JsonObject value) => value.Text("metadata", "resourceVersion") ?? "";

    public static string? Label(this JsonObject value, string key) => value.Text("metadata", "labels", key);

    public static string? Annotation(this JsonObject value, string key) => value.Text("metadata", "annotations", key);

    public static bool IsTerminating(this JsonObject value) => value.At("metadata", "deletionTimestamp") is not null;

    /// <summary>RFC 3339 with seconds, as metav1.Time is written.</summary>
    public static string Now(TimeSpan offset = default) =>
        (DateTime.UtcNow + offset).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The random end of a generated name; no vowels and no look-alikes, as Kubernetes does it.</summary>
    public static string RandomSuffix() => RandomNumberGenerator.GetString(NameAlphabet, 5);

    public static void BumpGeneration(JsonObject value)
    {
        var metadata = value.Child("metadata");
        metadata["generation"] = (metadata.Number("generation") ?? 0) + 1;
    }
}
