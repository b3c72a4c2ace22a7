using JvmDebug.TestCluster.Api.Http;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>One question to the authoriser: may somebody do this verb to this resource, or to this path.</summary>
internal sealed record AccessAttributes(string Verb, string Group, string Resource, string Namespace, string Name)
{
    /// <summary>Set for requests that are about no resource.</summary>
    public string? Path { get; init; }

    public static AccessAttributes Of(RequestInfo request) => request.IsResource
        ? new AccessAttributes(
            request.Verb,
            request.Group,
            request.Subresource.Length == 0 ? request.Resource : $"{request.Resource}/{request.Subresource}",
            request.Namespace,
            request.Name)
        : new AccessAttributes(request.Verb, "", "", "", "") { Path = request.Path };

    public ApiException Denied(UserInfo user)
    {
        if (Path is not null)
        {
            return new ApiException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {Verb} path \"{Path}\"", []);
        }

        var plural = Resource.Split('/')[0];
        var type = new Objects.ResourceType(Group, "v1", plural, plural, true);
        var scope = Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{Namespace}\"";
        return ApiStatus.Forbidden(type, Name, $"User \"{user.Name}\" cannot {Verb} resource \"{Resource}\" in API group \"{Group}\" {scope}");
    }
}
