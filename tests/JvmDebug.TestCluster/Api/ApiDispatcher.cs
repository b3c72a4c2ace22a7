using System.Diagnostics.CodeAnalysis;
using JvmDebug.TestCluster.Api.Discovery;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Security;

namespace JvmDebug.TestCluster.Api;

/// <summary>One request from authentication to answer; every refusal becomes a metav1.Status.</summary>
internal sealed class ApiDispatcher(
    Authenticator authenticator,
    Impersonation impersonation,
    RbacAuthorizer authorizer,
    ReviewHandler reviews,
    ResourceHandler resources,
    ScaleHandler scales,
    PodSubresources pods,
    FaultsHandler faults)
{
    private static readonly string[] _healthPaths = ["/healthz", "/livez", "/readyz"];

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong, the client gets a Status, as a real server's panic handler does it.")]
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (ApiException e) when (!context.Response.HasStarted)
        {
            await JsonHttp.WriteAsync(context, e.Code, e.ToStatus());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await JsonHttp.WriteAsync(context, 500, ApiStatus.Failure(500, "InternalError", $"Internal error occurred: {e}", []));
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var user = impersonation.Apply(authenticator.Authenticate(context), context.Request.Headers);
        var request = RequestInfo.Parse(context.Request);
        context.Features.Set(user);
        authorizer.Require(user, AccessAttributes.Of(request));
        if (request.Verb == "patch" && ResourceHandler.IsApply(context.Request))
        {
            authorizer.RequireForApply(user, request);
        }

        return request.IsResource ? ResourceAsync(context, request, user) : OtherAsync(context, request);
    }

    private Task ResourceAsync(HttpContext context, RequestInfo request, UserInfo user)
    {
        if (ResourceCatalog.Find(request.Group, request.Version, request.Resource) is not { } type)
        {
            return NotFoundAsync(context, ResourceCatalog.All.Any(t => t.Group == request.Group && t.Version == request.Version));
        }

        var known = request.Subresource.Length == 0
            ? type.Verbs
            : type.Subresources.FirstOrDefault(s => s.Name == request.Subresource)?.Verbs ?? throw ApiStatus.ResourceNotFound();
        if (!known.Contains(request.Verb) || (type.Namespaced && request.Namespace.Length == 0 && request.Verb is not ("list" or "watch")))
        {
            throw ApiStatus.MethodNotAllowed();
        }

        return (type.Plural, request.Subresource) switch
        {
            ("pods", "exec") => pods.ExecAsync(context, request, user),
            ("pods", "log") => pods.LogAsync(context, request),
            ("serviceaccounts", "token") => reviews.IssueTokenAsync(context, request),
            (_, "scale") => scales.HandleAsync(context, type, request),
            _ when ReviewHandler.Handles(type) => reviews.HandleAsync(context, type, user),
            _ => resources.HandleAsync(context, type, request),
        };
    }

    private Task OtherAsync(HttpContext context, RequestInfo request)
    {
        if (_healthPaths.Contains(request.Path))
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("ok", context.RequestAborted);
        }

        return request.Path == FaultsHandler.Path ? faults.HandleAsync(context)
            : DiscoveryHandler.Answer(request.Path, context.Request.Host.Value ?? "") is { } answer ? JsonHttp.WriteAsync(context, 200, answer)
            : NotFoundAsync(context, false);
    }

    // A group that is served answers for its unknown resources; for anything else there is nobody to make a Status.
    private static Task NotFoundAsync(HttpContext context, bool groupIsServed)
    {
        if (groupIsServed)
        {
            throw ApiStatus.ResourceNotFound();
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
    }
}
