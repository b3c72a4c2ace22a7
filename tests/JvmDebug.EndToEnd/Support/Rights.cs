using JvmDebug.Kubernetes.Access;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>A server decides by a copy of its Roles that is some moments old: a Role that was changed is waited for.</summary>
internal static class Rights
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Every verb on every resource, one by one.</summary>
    public static IEnumerable<AccessRight> Each(V1PolicyRule rule) =>
        from resource in rule.Resources from verb in rule.Verbs select new AccessRight(verb, resource, rule.ApiGroups[0]);

    /// <param name="account">NAMESPACE:NAME.</param>
    public static async Task HoldAsync(IKubernetes api, string account, string ns, IEnumerable<AccessRight> rights, bool allowed)
    {
        foreach (var right in rights)
        {
            for (var deadline = DateTime.UtcNow + Patience; await IsAllowedAsync(api, account, ns, right) != allowed; await Task.Delay(50, TestContext.Current.CancellationToken))
            {
                Assert.True(DateTime.UtcNow < deadline, $"{account} {(allowed ? "still may not" : "may still")} {right}.");
            }
        }
    }

    private static async Task<bool> IsAllowedAsync(IKubernetes api, string account, string ns, AccessRight right)
    {
        var review = new V1SubjectAccessReview
        {
            Spec = new V1SubjectAccessReviewSpec
            {
                User = "system:serviceaccount:" + account,
                Groups = ["system:serviceaccounts", "system:serviceaccounts:" + account.Split(':')[0], "system:authenticated"],
                ResourceAttributes = new V1ResourceAttributes
                {
                    NamespaceProperty = ns,
                    Verb = right.Verb,
                    Group = right.ApiGroup,
                    Resource = right.Resource.Split('/')[0],
                    Subresource = right.Resource.Contains('/', StringComparison.Ordinal) ? right.Resource.Split('/')[1] : null,
                },
            },
        };
        return (await api.AuthorizationV1.CreateSubjectAccessReviewAsync(review, cancellationToken: TestContext.Current.CancellationToken)).Status.Allowed;
    }
}
