using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Store;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

public class RecordedWatchTests
{
    [Fact(Timeout = 30000)]
    public async Task A_watch_on_one_pod_from_start_to_deletion_sends_the_recorded_events()
    {
        var recording = Recording.Json("pod-watch");
        var events = recording.Objects("lines").Select(l => (JsonObject)l["event"]!).ToList();
        await using var api = await TestApi.StartAsync();
        api.Import(ResourceCatalog.Pods, (JsonObject)events[0]["object"]!);

        // The same request, but shorter: the last bookmark comes two seconds before the end.
        var path = recording.Text("request", "path")!.Replace("timeoutSeconds=14", "timeoutSeconds=6", StringComparison.Ordinal);
        var watch = await api.WatchAsync(path, TestContext.Current.CancellationToken);
        var key = new ObjectKey("pods", "default", "rec-min");
        foreach (var modified in events.Where(e => e.Text("type") == "MODIFIED"))
        {
            api.Store.Update(key, _ => ((JsonObject)modified["object"]!).Clone());
        }

        api.Store.Delete(key);
        var lines = (await watch).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (JsonObject)JsonNode.Parse(l)!).ToList();
        Assert.Equal(events.Select(e => e.Text("type")), lines.Select(l => l.Text("type")));
        Assert.All(events.Zip(lines), pair => RecordingTests.Same(Comparable(pair.First), Comparable(pair.Second)));
    }

    [Fact(Timeout = 30000)]
    public async Task A_pod_that_ceases_to_match_the_selector_is_gone_for_the_watcher()
    {
        await using var api = await TestApi.StartAsync();
        var pod = World.Busy();
        api.Import(ResourceCatalog.Pods, pod);
        var watch = await api.WatchAsync("/api/v1/pods?watch=true&labelSelector=app%3Dbusy&timeoutSeconds=2", TestContext.Current.CancellationToken);

        api.Store.Update(new ObjectKey("pods", "restr", "busy"), value => Labelled(value, "other"));
        api.Store.Update(new ObjectKey("pods", "restr", "busy"), value => Labelled(value, "busy"));

        var types = (await watch).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l).Text("type"));
        Assert.Equal(["ADDED", "DELETED", "ADDED"], types);
    }

    private static JsonObject Labelled(JsonObject pod, string app)
    {
        pod["metadata"]!["labels"]!["app"] = app;
        return pod;
    }

    // A bookmark has the other fields of its kind, empty, on a real server.
    private static JsonObject Comparable(JsonObject line)
    {
        var copy = line.Clone();
        if (copy.Text("type") == "BOOKMARK")
        {
            ((JsonObject)copy["object"]!).Remove("spec");
            ((JsonObject)copy["object"]!).Remove("status");
        }

        return copy;
    }
}
