namespace JvmDebug.Kubernetes.Access;

/// <summary>One verb on one resource, as RBAC counts them; a subresource follows a slash (<c>pods/exec</c>).</summary>
public sealed record AccessRight(string Verb, string Resource, string ApiGroup = "")
{
    internal string Plain => Resource.Split('/')[0];

    internal string? Subresource => Resource.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Resource[(slash + 1)..] : null;

    public override string ToString() => ApiGroup.Length == 0 ? $"{Verb} {Resource}" : $"{Verb} {Resource}.{ApiGroup}";
}
