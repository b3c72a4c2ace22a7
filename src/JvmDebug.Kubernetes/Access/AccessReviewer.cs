using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Access;

/// <summary>Asks the API server what the present credentials may do. Every authenticated user may ask that.</summary>
public sealed class AccessReviewer(ClusterConnection cluster)
{
    /// <param name="ns">Null for a resource that is in no namespace.</param>
    /// <exception cref="ClusterException">Unauthorized, Unreachable, Forbidden.</exception>
    public async Task<bool> IsAllowedAsync(AccessRight permission, string? ns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(permission);
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes
                {
                    NamespaceProperty = ns,
                    Verb = permission.Verb,
                    Group = permission.ApiGroup,
                    Resource = permission.Plain,
                    Subresource = permission.Subresource,
                },
            },
        };
        var answer = await cluster.Errors.RunAsync(
            $"ask whether these credentials may {permission}",
            token => cluster.Client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: token),
            cancellationToken);
        return answer.Status?.Allowed == true;
    }

    /// <summary>The user the server takes us for; null where it does not say (before Kubernetes 1.28).</summary>
    public async Task<string?> WhoAmIAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await cluster.Errors.RunAsync(
                "ask who these credentials are",
                token => cluster.Client.AuthenticationV1.CreateSelfSubjectReviewAsync(new V1SelfSubjectReview(), cancellationToken: token),
                cancellationToken);
            return answer.Status?.UserInfo?.Username;
        }
        catch (ClusterException e) when (e.Reason is ClusterFailure.TargetNotFound or ClusterFailure.Forbidden)
        {
            return null;
        }
    }
}
