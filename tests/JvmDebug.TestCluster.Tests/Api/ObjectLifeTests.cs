using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>Creation, change and deletion, where no recording says how.</summary>
public class ObjectLifeTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30000)]
    public async Task A_namespace_goes_when_all_that_is_in_it_is_gone()
    {
        await using var api = await TestApi.StartAsync(node: true);
        await api.PostAsync("/api/v1/namespaces", Named("doomed"), Cancellation);
        await api.PostAsync("/api/v1/namespaces/doomed/pods", Pod("one"), Cancellation);

        await api.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/doomed", null, null, Cancellation);
        var refused = await api.PostAsync("/api/v1/namespaces/doomed/pods", Pod("two"), Cancellation);
        Assert.Contains(refused.Status, (int[])[403, 404]);

        while ((await api.GetAsync("/api/v1/namespaces/doomed", Cancellation)).Status != 404)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.Empty(api.Store.List("pods", "doomed").Items);
        Assert.Empty(api.Store.List("serviceaccounts", "doomed").Items);
    }

    [Fact(Timeout = 30000)]
    public async Task A_pod_without_a_node_is_deleted_at_once_and_one_on_a_node_gets_its_time()
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(Pods, Pod("unscheduled"), Cancellation);
        await api.SendAsync(HttpMethod.Delete, $"{Pods}/unscheduled", null, null, Cancellation);
        Assert.Equal(404, (await api.GetAsync($"{Pods}/unscheduled", Cancellation)).Status);

        var running = World.Busy();
        running["metadata"]!["namespace"] = "default";
        api.Import(ResourceCatalog.Pods, running);
        await api.SendAsync(HttpMethod.Delete, $"{Pods}/busy", null, null, Cancellation);
        var marked = (await api.GetAsync($"{Pods}/busy", Cancellation)).Body;
        Assert.Equal(30, marked.Number("metadata", "deletionGracePeriodSeconds"));

        await api.SendAsync(HttpMethod.Delete, $"{Pods}/busy?gracePeriodSeconds=0", null, null, Cancellation);
        Assert.Equal(404, (await api.GetAsync($"{Pods}/busy", Cancellation)).Status);
    }

    [Fact(Timeout = 30000)]
    public async Task Deleting_an_owner_takes_what_it_owns_along_or_leaves_it_orphaned()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var (policy, left) in new[] { ("Background", 404), ("Orphan", 200) })
        {
            var owner = await api.PostAsync("/api/v1/namespaces/default/configmaps", Named("owner"), Cancellation);
            var owned = Named("owned");
            owned["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["name"] = "owner",
                ["uid"] = owner.Body.Uid(),
            });
            await api.PostAsync("/api/v1/namespaces/default/configmaps", owned, Cancellation);

            await api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/default/configmaps/owner?propagationPolicy={policy}", null, null, Cancellation);

            Assert.Equal(left, (await api.GetAsync("/api/v1/namespaces/default/configmaps/owned", Cancellation)).Status);
        }
    }

    [Fact(Timeout = 30000)]
    public async Task A_dry_run_changes_nothing()
    {
        await using var api = await TestApi.StartAsync();

        var created = await api.PostAsync($"{Pods}?dryRun=All", Pod("dry"), Cancellation);

        Assert.Equal((201, "Pending"), (created.Status, created.Body.Text("status", "phase")));
        Assert.Equal(404, (await api.GetAsync($"{Pods}/dry", Cancellation)).Status);
    }

    [Fact(Timeout = 30000)]
    public async Task An_update_of_an_old_version_is_a_conflict()
    {
        await using var api = await TestApi.StartAsync();
        var created = (await api.PostAsync("/api/v1/namespaces/default/configmaps", Named("settings"), Cancellation)).Body;
        const string Path = "/api/v1/namespaces/default/configmaps/settings";
        created["data"] = new JsonObject { ["a"] = "1" };
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Put, Path, created, null, Cancellation)).Status);

        created["data"]!["a"] = "2";
        var refused = await api.SendAsync(HttpMethod.Put, Path, created, null, Cancellation);

        Assert.Equal(
            (409, "Operation cannot be fulfilled on configmaps \"settings\": the object has been modified; please apply your changes to the latest version and try again"),
            (refused.Status, refused.Body.Text("message")));
    }

    [Fact(Timeout = 30000)]
    public async Task An_ephemeral_container_cannot_be_taken_back()
    {
        await using var api = await TestApi.StartAsync();
        api.AddNamespace("restr");
        api.Import(ResourceCatalog.Pods, World.Busy());

        var refused = await api.PatchAsync(
            "/api/v1/namespaces/restr/pods/busy/ephemeralcontainers",
            JsonNode.Parse("""{"spec":{"ephemeralContainers":[]}}""")!,
            Cancellation,
            "application/merge-patch+json");

        Assert.Equal(422, refused.Status);
        Assert.Contains("existing ephemeral containers \"rec1\" may not be removed", refused.Body.Text("message")!, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task Scale_shows_and_sets_the_replicas_of_a_workload()
    {
        await using var api = await TestApi.StartAsync();
        var recording = Recording.Load("deployment-create");
        await api.PostAsync(recording.Path, recording.RequestBody!, Cancellation);

        var scaled = await api.PatchAsync($"{recording.Path}/rec-dep/scale", JsonNode.Parse("""{"spec":{"replicas":5}}""")!, Cancellation, "application/merge-patch+json");

        Assert.Equal(("Scale", 5), (scaled.Body.Text("kind"), scaled.Body.Number("spec", "replicas")));
        var deployment = await api.GetAsync($"{recording.Path}/rec-dep", Cancellation);
        Assert.Equal((5, 2), (deployment.Body.Number("spec", "replicas"), deployment.Body.Number("metadata", "generation")));
    }

    [Fact(Timeout = 30000)]
    public async Task A_collection_is_deleted_by_its_selector()
    {
        await using var api = await TestApi.StartAsync();
        await api.PostAsync(Pods, Pod("a", "x"), Cancellation);
        await api.PostAsync(Pods, Pod("b", "y"), Cancellation);

        await api.SendAsync(HttpMethod.Delete, $"{Pods}?labelSelector=app+in+(x,z)", null, null, Cancellation);

        Assert.Equal(["b"], (await api.GetAsync(Pods, Cancellation)).Body.Objects("items").Select(p => p.Name()));
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private static JsonObject Pod(string name, string app = "test") => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = app } },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = "x" }) },
    };
}
