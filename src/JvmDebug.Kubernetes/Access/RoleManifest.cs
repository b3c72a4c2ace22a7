using System.Text;
using k8s.Models;

namespace JvmDebug.Kubernetes.Access;

/// <summary>A Role and the RoleBinding that gives it to someone, ready for <c>kubectl apply -f -</c>.</summary>
public sealed record RoleManifest(string Name, string Namespace, IReadOnlyList<RoleRule> Rules, IReadOnlyList<RoleSubject> Subjects)
{
    private const string Group = "rbac.authorization.k8s.io";

    public string ToYaml()
    {
        var yaml = new StringBuilder(1024);
        Head(yaml, "Role");
        yaml.Append("rules:\n");
        foreach (var rule in Rules)
        {
            yaml.Append("- ").Append(rule).Append('\n');
        }

        yaml.Append("---\n");
        Head(yaml, "RoleBinding");
        yaml.Append("roleRef: {apiGroup: ").Append(Group).Append(", kind: Role, name: ").Append(RoleRule.Quoted(Name)).Append("}\nsubjects:\n");
        foreach (var subject in Subjects)
        {
            yaml.Append("- ").Append(subject).Append('\n');
        }

        return yaml.ToString();
    }

    /// <summary>A Kubernetes <c>List</c> of the two objects.</summary>
    public string ToJson() => ManifestJson.ListOf([Role(), Binding()]);

    internal V1Role Role() => new()
    {
        ApiVersion = Group + "/v1",
        Kind = "Role",
        Metadata = Metadata(),
        Rules = [.. Rules.Select(rule => new V1PolicyRule { ApiGroups = [rule.ApiGroup], Resources = [.. rule.Resources], Verbs = [.. rule.Verbs] })],
    };

    internal V1RoleBinding Binding() => new()
    {
        ApiVersion = Group + "/v1",
        Kind = "RoleBinding",
        Metadata = Metadata(),
        RoleRef = new V1RoleRef { ApiGroup = Group, Kind = "Role", Name = Name },
        Subjects = [.. Subjects.Select(subject => subject.ToApi())],
    };

    private V1ObjectMeta Metadata() => new() { Name = Name, NamespaceProperty = Namespace };

    private void Head(StringBuilder yaml, string kind) =>
        yaml.Append("apiVersion: ").Append(Group).Append("/v1\nkind: ").Append(kind)
            .Append("\nmetadata: {name: ").Append(RoleRule.Quoted(Name)).Append(", namespace: ").Append(RoleRule.Quoted(Namespace)).Append("}\n");
}
