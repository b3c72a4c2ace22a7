using System.Text.Encodings.Web;
using System.Text.Json;

namespace JvmDebug.Kubernetes.Access;

/// <summary>One rule of a Role: every verb on every resource of one API group.</summary>
public sealed record RoleRule(string ApiGroup, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs)
{
    /// <summary>The fewest rules that grant just these permissions, in the order they come.</summary>
    public static IReadOnlyList<RoleRule> Of(IEnumerable<AccessRight> permissions) =>
    [
        .. permissions.Distinct()
            .GroupBy(permission => (permission.ApiGroup, permission.Resource))
            .Select(resource => (resource.Key.ApiGroup, resource.Key.Resource, Verbs: resource.Select(permission => permission.Verb).ToList()))
            .GroupBy(resource => (resource.ApiGroup, Verbs: string.Join(' ', resource.Verbs)))
            .Select(rule => new RoleRule(rule.Key.ApiGroup, [.. rule.Select(resource => resource.Resource)], rule.First().Verbs)),
    ];

    /// <summary>In YAML's flow style, which is JSON with bare keys.</summary>
    public override string ToString() => $"{{apiGroups: [{Quoted(ApiGroup)}], resources: [{Quoted(Resources)}], verbs: [{Quoted(Verbs)}]}}";

    /// <summary>A scalar that YAML and JSON read alike, whatever is in it.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(Quoted));
}
