using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Api.Security;
using JvmDebug.TestCluster.Api.Streaming;
using JvmDebug.TestCluster.Node;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>pods/exec and pods/log: the pod is looked up here, the streaming is done elsewhere.</summary>
internal sealed class PodSubresources(ObjectRegistry registry, RbacAuthorizer authorizer, INode node)
{
    public Task ExecAsync(HttpContext context, RequestInfo request, UserInfo user)
    {
        // Since 1.35 an upgraded GET needs the right to create as well; the request itself was authorised as "get".
        if (context.Request.Headers.Upgrade.Count > 0 && request.Verb == "get")
        {
            authorizer.Require(user, AccessAttributes.Of(request) with { Verb = "create" });
        }

        return ExecEndpoint.HandleAsync(context, registry.Get(ResourceCatalog.Pods, request.Namespace, request.Name), node);
    }

    public Task LogAsync(HttpContext context, RequestInfo request) =>
        LogEndpoint.HandleAsync(context, registry.Get(ResourceCatalog.Pods, request.Namespace, request.Name), node);
}
