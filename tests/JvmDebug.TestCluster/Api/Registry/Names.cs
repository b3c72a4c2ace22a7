using System.Text.RegularExpressions;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>RFC 1123 labels and subdomains, with Kubernetes' words for what is wrong.</summary>
internal static partial class Names
{
    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>The name of an object: a label for namespaces, a subdomain otherwise; RBAC names are free but for the path.</summary>
    public static IEnumerable<FieldError> Validate(ResourceType type, string name)
    {
        if (type.Group == ResourceCatalog.Roles.Group)
        {
            return name.Contains('/', StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal)
                ? [FieldError.Invalid("metadata.name", name, "may not contain '/' or '%'")]
                : [];
        }

        return type == ResourceCatalog.Namespaces ? Label("metadata.name", name) : Subdomain("metadata.name", name);
    }

    public static IEnumerable<FieldError> Label(string field, string name)
    {
        if (name.Length > 63)
        {
            yield return FieldError.Invalid(field, name, "must be no more than 63 bytes");
        }

        if (!LabelPattern().IsMatch(name))
        {
            yield return FieldError.Invalid(field, name, LabelRule);
        }
    }

    private static IEnumerable<FieldError> Subdomain(string field, string name)
    {
        if (name.Length > 253)
        {
            yield return FieldError.Invalid(field, name, "must be no more than 253 bytes");
        }

        if (!SubdomainPattern().IsMatch(name))
        {
            yield return FieldError.Invalid(field, name, SubdomainRule);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();
}
