using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>Who may do what: tokens, roles, impersonation.</summary>
public class AccessTests
{
    private const string Rbac = "rbac.authorization.k8s.io";

    private const string Busy = "/api/v1/namespaces/restr/pods/busy";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30000)]
    [InlineData("get", "create")]
    [InlineData("get create", null)]
    [InlineData("create", "get")]
    public async Task An_exec_over_a_WebSocket_needs_get_and_create(string granted, string? missing)
    {
        await using var api = await StartWithBusyAsync();
        api.AddAccount("restr", "debugger");
        api.Grant("restr", "debugger", Rules(granted.Split(' '), "pods/exec"));
        var token = api.Server.Tokens.Issue("restr", "debugger", TimeSpan.FromMinutes(10))!;

        using var client = api.ClientWithoutCertificate();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Server.Url, $"{Busy}/exec?command=ls&container=app&stdout=true"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", "v4.channel.k8s.io");
        using var response = await client.SendAsync(request, Cancellation);

        var text = await response.Content.ReadAsStringAsync(Cancellation);
        if (missing is null)
        {
            // The node that pretends cannot exec; but it was asked.
            Assert.Equal((500, "container not running"), ((int)response.StatusCode, text));
        }
        else
        {
            Assert.Equal(403, (int)response.StatusCode);
            Assert.Contains($"cannot {missing} resource \\\"pods/exec\\\"", text, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 30000)]
    [InlineData("new", "patch", 403)]
    [InlineData("new", "patch create", 201)]
    [InlineData("debugger", "patch", 200)]
    public async Task A_server_side_apply_needs_create_only_for_what_is_not_there(string account, string granted, int status)
    {
        await using var api = await StartWithBusyAsync();
        api.AddAccount("restr", "debugger");
        api.Grant("restr", "debugger", Rules(granted.Split(' '), "serviceaccounts"));
        var token = api.Server.Tokens.Issue("restr", "debugger", TimeSpan.FromMinutes(10))!;
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = account } };

        var answer = await api.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/restr/serviceaccounts/{account}?fieldManager=t", body, "application/apply-patch+yaml", Cancellation, token);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 403, answer.Body.Text("message")?.Contains("cannot create resource \"serviceaccounts\"", StringComparison.Ordinal) ?? false);
    }

    [Fact(Timeout = 30000)]
    public async Task Nobody_gives_in_a_Role_what_they_do_not_have_nor_binds_a_Role_that_is_not_there()
    {
        await using var api = await StartWithBusyAsync();
        var token = Author(api, Rule(["get"], "pods"), Rule(["create"], "roles", Rbac), Rule(["create"], "rolebindings", Rbac));

        var held = await CreateAsync(api, "roles", Role("readers", "get"), token);
        var beyond = await CreateAsync(api, "roles", Role("killers", "get", "delete"), token);
        var bound = await CreateAsync(api, "rolebindings", Binding("readers"), token);
        var missing = await CreateAsync(api, "rolebindings", Binding("nobodys"), token);

        Assert.Equal((201, 403, 201, 404), (held.Status, beyond.Status, bound.Status, missing.Status));
        Assert.Contains("is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}", beyond.Body.Text("message"), StringComparison.Ordinal);
        Assert.Equal("roles.rbac.authorization.k8s.io \"nobodys\" not found", missing.Body.Text("message"));
    }

    [Theory(Timeout = 30000)]
    [InlineData("create", 403, 403)]
    [InlineData("create escalate", 201, 403)]
    [InlineData("create bind", 403, 201)]
    public async Task Who_may_escalate_gives_in_a_Role_what_they_do_not_have_and_who_may_bind_in_a_binding(string granted, int role, int binding)
    {
        await using var api = await StartWithBusyAsync();
        var token = Author(api, Rule(granted.Split(' '), "roles", Rbac), Rule(["create"], "rolebindings", Rbac));
        await CreateAsync(api, "roles", Role("killers", "delete"), null);

        var given = await CreateAsync(api, "roles", Role("more", "delete"), token);
        var bound = await CreateAsync(api, "rolebindings", Binding("killers"), token);

        Assert.Equal((role, binding), (given.Status, bound.Status));
    }

    [Fact(Timeout = 30000)]
    public async Task A_Role_beyond_ones_rights_is_applied_again_unchanged_but_not_with_a_label_more()
    {
        await using var api = await StartWithBusyAsync();
        var token = Author(api, Rule(["patch"], "roles", Rbac));
        var labelled = Role("killers", "delete");
        labelled["metadata"]!["labels"] = new JsonObject { ["more"] = "yes" };

        Assert.Equal(201, (await ApplyAsync(Role("killers", "delete"), null)).Status);
        Assert.Equal((200, 403), ((await ApplyAsync(Role("killers", "delete"), token)).Status, (await ApplyAsync(labelled, token)).Status));

        Task<Answer> ApplyAsync(JsonObject body, string? by)
        {
            (body["apiVersion"], body["kind"]) = ($"{Rbac}/v1", "Role");
            return api.SendAsync(HttpMethod.Patch, $"/apis/{Rbac}/v1/namespaces/restr/roles/killers?fieldManager=t", body, "application/apply-patch+yaml", Cancellation, by);
        }
    }

    [Fact(Timeout = 30000)]
    public async Task An_expired_token_is_no_better_than_none()
    {
        await using var api = await StartWithBusyAsync();
        var token = api.Server.Tokens.Issue("restr", "default", TimeSpan.FromSeconds(-1));

        var answer = await api.SendAsync(HttpMethod.Get, Busy, null, null, Cancellation, token);

        Assert.Equal((401, "Unauthorized"), (answer.Status, answer.Body.Text("reason")));
    }

    [Fact(Timeout = 30000)]
    public async Task A_token_ends_with_its_account()
    {
        await using var api = await StartWithBusyAsync();
        var token = api.AddViewer("restr");
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Get, Busy, null, null, Cancellation, token)).Status);

        await api.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/restr/serviceaccounts/viewer", null, null, Cancellation);

        Assert.Equal(401, (await api.SendAsync(HttpMethod.Get, Busy, null, null, Cancellation, token)).Status);
    }

    [Fact(Timeout = 30000)]
    public async Task A_token_that_was_changed_is_refused()
    {
        await using var api = await StartWithBusyAsync();
        var parts = api.AddViewer("restr").Split('.');
        var forged = System.Buffers.Text.Base64Url.EncodeToString("""{"sub":"system:serviceaccount:kube-system:admin","exp":99999999999}"""u8);

        var answer = await api.SendAsync(HttpMethod.Get, Busy, null, null, Cancellation, $"{parts[0]}.{forged}.{parts[2]}");

        Assert.Equal(401, answer.Status);
    }

    [Fact(Timeout = 30000)]
    public async Task Nobody_may_see_the_version_and_no_more()
    {
        await using var api = await StartWithBusyAsync();
        using var client = api.ClientWithoutCertificate();

        using var version = await client.GetAsync(new Uri(api.Server.Url, "/version"), Cancellation);
        using var pods = await client.GetAsync(new Uri(api.Server.Url, "/api/v1/pods"), Cancellation);

        Assert.Equal((200, 403), ((int)version.StatusCode, (int)pods.StatusCode));
        Assert.Contains(
            "User \\\"system:anonymous\\\" cannot list resource \\\"pods\\\" in API group \\\"\\\" at the cluster scope",
            await pods.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task Impersonation_is_a_right_and_takes_on_the_rights_of_the_other()
    {
        await using var api = await StartWithBusyAsync();
        var viewer = api.AddViewer("restr");

        var asViewer = await ImpersonateAsync(api, null, "system:serviceaccount:restr:viewer", Busy);
        Assert.Equal(200, asViewer.Status);
        var beyond = await ImpersonateAsync(api, null, "system:serviceaccount:restr:viewer", "/api/v1/namespaces/default/pods");
        Assert.Equal(403, beyond.Status);
        var refused = await ImpersonateAsync(api, viewer, "admin", Busy);
        Assert.Equal(
            "users \"admin\" is forbidden: User \"system:serviceaccount:restr:viewer\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
            refused.Body.Text("message"));
    }

    [Fact(Timeout = 30000)]
    public async Task A_right_may_be_for_one_name_alone()
    {
        await using var api = await StartWithBusyAsync();
        api.AddAccount("restr", "one");
        var rules = Rules(["get", "watch"], "pods");
        rules[0]!["resourceNames"] = new JsonArray("busy");
        api.Grant("restr", "one", rules);
        var token = api.Server.Tokens.Issue("restr", "one", TimeSpan.FromMinutes(10));

        Assert.Equal(200, (await api.SendAsync(HttpMethod.Get, Busy, null, null, Cancellation, token)).Status);
        Assert.Equal(403, (await api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/restr/pods/other", null, null, Cancellation, token)).Status);
        var watch = "/api/v1/namespaces/restr/pods?watch=true&timeoutSeconds=1";
        Assert.Equal(403, (await api.SendAsync(HttpMethod.Get, watch, null, null, Cancellation, token)).Status);
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Get, $"{watch}&fieldSelector=metadata.name%3Dbusy", null, null, Cancellation, token)).Status);
    }

    private static string Author(TestApi api, params JsonObject[] rules)
    {
        api.AddAccount("restr", "author");
        api.Grant("restr", "author", [.. rules]);
        return api.Server.Tokens.Issue("restr", "author", TimeSpan.FromMinutes(10))!;
    }

    private static Task<Answer> CreateAsync(TestApi api, string plural, JsonObject body, string? token) =>
        api.SendAsync(HttpMethod.Post, $"/apis/{Rbac}/v1/namespaces/restr/{plural}", body, "application/json", Cancellation, token);

    private static JsonObject Role(string name, params string[] verbs) => new() { ["metadata"] = new JsonObject { ["name"] = name }, ["rules"] = Rules(verbs, "pods") };

    private static JsonObject Binding(string role) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = role },
        ["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "Role", ["name"] = role },
    };

    private static async Task<TestApi> StartWithBusyAsync()
    {
        var api = await TestApi.StartAsync();
        api.AddNamespace("restr");
        api.Import(ResourceCatalog.Pods, World.Busy());
        return api;
    }

    private static JsonArray Rules(string[] verbs, string resource) => new(Rule(verbs, resource));

    private static JsonObject Rule(string[] verbs, string resource, string group = "") => new()
    {
        ["verbs"] = verbs.ToJsonArray(),
        ["apiGroups"] = new JsonArray(group),
        ["resources"] = new JsonArray(resource),
    };

    private static async Task<Answer> ImpersonateAsync(TestApi api, string? token, string user, string path) =>
        await api.SendAsync(HttpMethod.Get, path, null, null, Cancellation, token, header: ("Impersonate-User", user));
}
