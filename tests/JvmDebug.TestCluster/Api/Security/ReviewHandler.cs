using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>Questions that are asked by creating an object and answered in its status; nothing is stored.</summary>
internal sealed class ReviewHandler(RbacAuthorizer authorizer, ServiceAccountTokens tokens)
{
    public static bool Handles(ResourceType type) => type.Group is "authorization.k8s.io" or "authentication.k8s.io";

    public async Task HandleAsync(HttpContext context, ResourceType type, UserInfo user)
    {
        var review = await JsonHttp.ReadObjectAsync(context);
        var answer = new JsonObject
        {
            ["kind"] = type.Kind,
            ["apiVersion"] = type.ApiVersion,
            ["metadata"] = new JsonObject(),
        };
        switch (type.Kind)
        {
            case "SelfSubjectRulesReview":
                answer["spec"] = new JsonObject();
                answer["status"] = Rules(user, review.Text("spec", "namespace") ?? "");
                break;
            case "SelfSubjectReview":
                answer["status"] = new JsonObject { ["userInfo"] = Info(user) };
                break;
            default:
                var subject = type.Kind == "SubjectAccessReview"
                    ? new UserInfo(review.Text("spec", "user") ?? "", review.Texts("spec", "groups"))
                    : user;
                answer["spec"] = review.At("spec")?.DeepClone() ?? new JsonObject();
                answer["status"] = Access(subject, review.At("spec"));
                break;
        }

        await JsonHttp.WriteAsync(context, 201, answer);
    }

    /// <summary>serviceaccounts/token: a TokenRequest.</summary>
    public async Task IssueTokenAsync(HttpContext context, RequestInfo request)
    {
        const long Shortest = 600;
        var body = await JsonHttp.ReadAsync(context) as JsonObject ?? [];
        var seconds = body.Number("spec", "expirationSeconds") ?? 3600;
        if (seconds < Shortest)
        {
            var type = new ResourceType("authentication.k8s.io", "v1", "tokenrequests", "TokenRequest", true);
            throw ApiStatus.Invalid(
                type, "", [FieldError.Invalid("spec.expirationSeconds", $"{seconds}", "may not specify a duration less than 10 minutes")]);
        }

        var lifetime = TimeSpan.FromSeconds(seconds);
        var token = tokens.Issue(request.Namespace, request.Name, lifetime)
            ?? throw ApiStatus.NotFound(ResourceCatalog.ServiceAccounts, request.Name);
        await JsonHttp.WriteAsync(context, 201, new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = request.Name,
                ["namespace"] = request.Namespace,
                ["uid"] = tokens.AccountUid(request.Namespace, request.Name),
                ["creationTimestamp"] = ObjectMeta.Now(),
            },
            ["spec"] = new JsonObject
            {
                ["audiences"] = new JsonArray(ServiceAccountTokens.Audience),
                ["expirationSeconds"] = seconds,
                ["boundObjectRef"] = null,
            },
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = ObjectMeta.Now(lifetime) },
        });
    }

    private JsonObject Access(UserInfo subject, JsonNode? spec)
    {
        AccessAttributes access;
        if (spec.At("nonResourceAttributes") is { } path)
        {
            access = new AccessAttributes(path.Text("verb") ?? "", "", "", "", "") { Path = path.Text("path") ?? "" };
        }
        else
        {
            var asked = spec.At("resourceAttributes");
            var subresource = asked.Text("subresource") is { Length: > 0 } name ? $"/{name}" : "";
            access = new AccessAttributes(
                asked.Text("verb") ?? "", asked.Text("group") ?? "", asked.Text("resource") + subresource, asked.Text("namespace") ?? "", asked.Text("name") ?? "");
        }

        return new JsonObject { ["allowed"] = authorizer.Allows(subject, access) };
    }

    private JsonObject Rules(UserInfo user, string ns)
    {
        var rules = authorizer.RulesFor(user, ns).ToList();
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(r => r["nonResourceURLs"] is null).Select(r => r.Clone())]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(r => r["nonResourceURLs"] is not null).Select(r => r.Clone())]),
            ["incomplete"] = false,
        };
    }

    private static JsonObject Info(UserInfo user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
        {
            info["uid"] = user.Uid;
        }

        info["groups"] = user.Groups.ToJsonArray();
        return info;
    }
}
