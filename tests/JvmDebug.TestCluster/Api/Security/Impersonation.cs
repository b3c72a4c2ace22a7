using JvmDebug.TestCluster.Api.Http;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>The Impersonate-* headers (kubectl's --as, --as-group, --as-uid), each a right of its own.</summary>
internal sealed class Impersonation(RbacAuthorizer authorizer)
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    public UserInfo Apply(UserInfo user, IHeaderDictionary headers)
    {
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].OfType<string>().ToList();
        var uid = headers["Impersonate-Uid"].ToString();
        if (name.Length == 0)
        {
            return groups.Count == 0 && uid.Length == 0
                ? user
                : throw new ApiException(500, "InternalError", $"Internal error occurred: requested [{string.Join(' ', groups)}] without impersonating a user", []);
        }

        var impersonated = name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) && name.Split(':') is [_, _, var ns, var account]
            ? RequireServiceAccount(user, ns, account)
            : RequireUser(user, name);
        foreach (var group in groups)
        {
            authorizer.Require(user, new AccessAttributes("impersonate", "", "groups", "", group));
        }

        if (uid.Length > 0)
        {
            authorizer.Require(user, new AccessAttributes("impersonate", "authentication.k8s.io", "uids", "", uid));
        }

        return impersonated with
        {
            Uid = uid,
            Groups = groups.Count == 0 ? impersonated.Groups : [.. groups, .. groups.Contains(UserInfo.Authenticated) ? Array.Empty<string>() : [UserInfo.Authenticated]],
        };
    }

    private UserInfo RequireServiceAccount(UserInfo user, string ns, string account)
    {
        authorizer.Require(user, new AccessAttributes("impersonate", "", "serviceaccounts", ns, account));
        return UserInfo.ServiceAccount(ns, account, "");
    }

    private UserInfo RequireUser(UserInfo user, string name)
    {
        authorizer.Require(user, new AccessAttributes("impersonate", "", "users", "", name));
        return new UserInfo(name, [UserInfo.Authenticated]);
    }
}
