using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

public class ServerSideApplyTests
{
    private const string Path = "/api/v1/namespaces/default/configmaps/settings";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30000)]
    public async Task What_a_manager_no_longer_wants_is_removed_unless_another_one_wants_it()
    {
        await using var api = await TestApi.StartAsync();
        await ApplyAsync(api, "first", """{"a":"1","b":"1","c":"1"}""");
        await ApplyAsync(api, "second", """{"b":"1"}""");

        var answer = await ApplyAsync(api, "first", """{"c":"2"}""");

        Assert.Equal("""{"b":"1","c":"2"}""", answer.Body["data"]!.ToJsonString());
    }

    [Fact(Timeout = 30000)]
    public async Task A_conflict_names_the_other_manager_and_force_takes_the_field_over()
    {
        await using var api = await TestApi.StartAsync();
        await ApplyAsync(api, "first", """{"a":"1","b":"1"}""");

        var refused = await ApplyAsync(api, "second", """{"a":"2","b":"2"}""");
        Assert.Equal((409, "Apply failed with 2 conflicts: conflicts with \"first\":\n- .data.a\n- .data.b"), (refused.Status, refused.Body.Text("message")));

        var forced = await ApplyAsync(api, "second", """{"a":"2"}""", "&force=true");
        Assert.Equal("""{"a":"2","b":"1"}""", forced.Body["data"]!.ToJsonString());
        // The field is the second's now, so that the first's next apply is the one in conflict.
        Assert.Equal(409, (await ApplyAsync(api, "first", """{"a":"1","b":"1"}""")).Status);
    }

    [Fact(Timeout = 30000)]
    public async Task A_field_changed_by_other_means_belongs_to_who_changed_it()
    {
        await using var api = await TestApi.StartAsync();
        await ApplyAsync(api, "first", """{"a":"1"}""");
        await api.PatchAsync(Path, JsonNode.Parse("""{"data":{"a":"edited"}}""")!, Cancellation, "application/merge-patch+json");

        var refused = await ApplyAsync(api, "first", """{"a":"1"}""");

        Assert.Equal("Apply failed with 1 conflict: conflict with \"Python-urllib\" using v1: .data.a", refused.Body.Text("message"));
    }

    [Fact(Timeout = 30000)]
    public async Task An_apply_says_who_applies()
    {
        await using var api = await TestApi.StartAsync();

        var answer = await api.PatchAsync(Path, new JsonObject(), Cancellation, "application/apply-patch+yaml");

        Assert.Equal((422, "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"), (answer.Status, answer.Body.Text("message")));
    }

    private static Task<Answer> ApplyAsync(TestApi api, string manager, string data, string more = "") => api.PatchAsync(
        $"{Path}?fieldManager={manager}{more}",
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "settings" },
            ["data"] = JsonNode.Parse(data),
        },
        Cancellation,
        "application/apply-patch+yaml");
}
