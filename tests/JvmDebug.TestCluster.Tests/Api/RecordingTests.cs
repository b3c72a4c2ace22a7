using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>The same requests to our server as were recorded with a real one: the answers are the same but for <see cref="Masks"/>.</summary>
public class RecordingTests
{
    private const string Viewer = "viewer";
    private const string BadToken = "bad token";

    /// <summary>What has to be there before the request; the result is who sends it (null: the administrator).</summary>
    private static readonly Dictionary<string, Func<TestApi, Recording, string?>> _preparations = new()
    {
        ["cronjob-apply-conflict"] = (api, _) => Restricted(api),
        ["cronjob-delete"] = (api, _) => Restricted(api),
        ["cronjob-invalid-schedule"] = (api, _) => Restricted(api),
        ["cronjob-server-side-apply"] = (api, _) => Restricted(api),
        ["deployment-create"] = (_, _) => null,
        ["deployment-delete"] = (_, _) => null,
        ["deployment-get"] = (api, r) => Imported(api, ResourceCatalog.Deployments, r.Body!),
        ["deployment-pods"] = (api, r) => SecondPodToo(api, r),
        ["discovery-api"] = (_, _) => null,
        ["ephemeral-patch-bad-command"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-bad-name"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-dry-run"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-missing-image"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-no-such-pod"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-ok"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-ports"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-psa-forbidden"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-pull"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-resources"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-root-user"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-same-name"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-short"] = (api, r) => BusyBefore(api, r),
        ["ephemeral-patch-unknown-target"] = (api, _) => BusyNow(api),
        ["ephemeral-patch-volume-mount"] = (api, _) => BusyNow(api),
        ["exec-container-not-found"] = (api, _) => BusyNow(api),
        ["exec-no-upgrade"] = (api, _) => BusyNow(api),
        ["job-create-indexed"] = (api, _) => Restricted(api),
        ["job-delete"] = (api, _) => Restricted(api),
        ["job-get-complete"] = (api, r) => Imported(api, ResourceCatalog.Jobs, r.Body!),
        ["job-pods"] = (api, r) => Imported(api, ResourceCatalog.Pods, [.. r.Body.Objects("items")]),
        ["metrics-absent"] = (_, _) => null,
        ["namespace-create"] = (_, _) => null,
        ["namespace-delete"] = (_, _) => null,
        ["namespace-psa-restricted"] = (api, r) => Imported(api, ResourceCatalog.Namespaces, r.Body!),
        ["pod-create"] = (_, _) => null,
        ["pod-create-conflict"] = (_, _) => null,
        ["pod-create-invalid"] = (_, _) => null,
        ["pod-create-psa-forbidden"] = (api, _) => Restricted(api),
        ["pod-delete"] = (api, r) => Imported(api, ResourceCatalog.Pods, World.PodBeforeDeletion(r)),
        ["pod-get"] = (api, r) => Imported(api, ResourceCatalog.Pods, r.Body!),
        ["pod-log"] = (_, _) => null,
        ["pod-log-bad-container"] = (_, _) => null,
        ["pod-put-ephemeral-direct"] = (api, _) => BusyNow(api),
        ["rbac-forbidden-ephemeral"] = (api, _) => AsViewer(api),
        ["rbac-forbidden-exec"] = (api, _) => AsViewer(api),
        ["rbac-forbidden-list-pods-other-namespace"] = (api, _) => AsViewer(api),
        ["replicaset-list"] = (api, r) => Imported(api, ResourceCatalog.ReplicaSets, [.. r.Body.Objects("items")]),
        ["serviceaccount-create"] = (api, _) => Restricted(api, account: null),
        ["ssar-allowed"] = (_, _) => null,
        ["ssar-denied"] = (api, _) => AsViewer(api),
        ["token-request"] = (api, _) => Restricted(api),
        ["unauthorized-bad-token"] = (_, _) => BadToken,
        ["version"] = (_, _) => null,
        ["watch-too-old"] = (_, _) => null,
    };

    /// <summary>Recorded requests that need another one before them.</summary>
    private static readonly Dictionary<string, string> _earlier = new()
    {
        ["cronjob-apply-conflict"] = "cronjob-server-side-apply",
        ["cronjob-delete"] = "cronjob-server-side-apply",
        ["cronjob-invalid-schedule"] = "cronjob-server-side-apply",
        ["deployment-delete"] = "deployment-create",
        ["job-delete"] = "job-create-indexed",
        ["namespace-delete"] = "namespace-create",
        ["pod-create-conflict"] = "pod-create",
        ["pod-log"] = "pod-create",
        ["pod-log-bad-container"] = "pod-create",
    };

    /// <summary>Compared in tests of their own: RecordedDiscoveryTests, RecordedTableTests, RecordedWatchTests, the tests of streaming, of the kubelet.</summary>
    private static readonly string[] _elsewhere =
    [
        "discovery-apis", "discovery-api-v1", "discovery-apps-v1", "discovery-authorization-v1", "discovery-batch-v1", "discovery-rbac-v1",
        "pod-list-table", "pod-watch", "rulesreview", "ephemeral-status-sequences", "events",
        "exec-distroless-sh", "exec-exit-3", "exec-killed", "exec-large", "exec-no-binary", "exec-not-running", "exec-ok",
        "exec-unknown-subprotocol", "exec-v4-stdin-no-close", "exec-v5-stdin-close",
    ];

    public static TheoryData<string> Names => [.. _preparations.Keys];

    [Fact]
    public void Every_recording_is_compared_somewhere() =>
        Assert.Equal(Recording.AllNames(), _preparations.Keys.Concat(_elsewhere).Order(StringComparer.Ordinal));

    [Theory(Timeout = 30000)]
    [MemberData(nameof(Names))]
    public async Task The_answer_is_the_recorded_one(string name)
    {
        var recording = Recording.Load(name);
        await using var api = await TestApi.StartAsync(historySize: 10);
        var token = _preparations[name](api, recording) switch
        {
            Viewer => api.AddViewer("restr"),
            var other => other,
        };

        if (_earlier.TryGetValue(name, out var earlier))
        {
            var first = Recording.Load(earlier);
            var done = await api.SendAsync(first.Method, first.Path, first.RequestBody, first.RequestType, TestContext.Current.CancellationToken);
            Assert.Equal(first.Status, done.Status);
        }

        var answer = await api.SendAsync(
            recording.Method, recording.Path, recording.RequestBody, recording.RequestType, TestContext.Current.CancellationToken, token, recording.Accept);

        Assert.Equal(recording.Status, answer.Status);
        Assert.Equal(recording.ContentType, answer.ContentType);
        if (recording.Body is JsonObject)
        {
            Same(recording.Body, answer.Body);
        }
        else
        {
            Assert.Equal(recording.Body.Text(), answer.Text);
        }
    }

    /// <summary>Compares text for text, fields in one order, so that a failure shows the first difference.</summary>
    internal static void Same(JsonNode? expected, JsonNode? actual) => Assert.Equal(Print(expected), Print(actual));

    private static string Print(JsonNode? node) => Sorted(Masks.Apply(node))?.ToJsonString(new() { WriteIndented = true }) ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject([.. map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))]),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        null => null,
        _ => node.DeepClone(),
    };

    private static string? Restricted(TestApi api, string? account = "rec-sa")
    {
        api.AddNamespace("restr", "restricted");
        if (account is not null)
        {
            api.AddAccount("restr", account);
        }

        return null;
    }

    private static string? AsViewer(TestApi api)
    {
        BusyNow(api);
        return Viewer;
    }

    private static string? BusyNow(TestApi api)
    {
        Restricted(api);
        return Imported(api, ResourceCatalog.Pods, World.Busy());
    }

    private static string? BusyBefore(TestApi api, Recording recording)
    {
        Restricted(api);
        return Imported(api, ResourceCatalog.Pods, World.Before(recording));
    }

    private static string? Imported(TestApi api, ResourceType type, params ReadOnlySpan<JsonNode> values)
    {
        foreach (var value in values)
        {
            api.Import(type, (JsonObject)value);
        }

        return null;
    }

    private static string? SecondPodToo(TestApi api, Recording recording)
    {
        var first = recording.Body.Objects("items")[0];
        var second = first.Clone();
        second["metadata"]!["name"] = "rec-dep-8b48f7d48-zzzzz";
        return Imported(api, ResourceCatalog.Pods, first, second);
    }
}
