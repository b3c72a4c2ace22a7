using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>We serve a part of what a real server does, so each entry is compared, and the list of entries is not.</summary>
public class RecordedDiscoveryTests
{
    public static TheoryData<string, string> Lists => new()
    {
        { "discovery-apis", "groups" },
        { "discovery-api-v1", "resources" },
        { "discovery-apps-v1", "resources" },
        { "discovery-authorization-v1", "resources" },
        { "discovery-batch-v1", "resources" },
        { "discovery-rbac-v1", "resources" },
    };

    [Theory(Timeout = 30000)]
    [MemberData(nameof(Lists))]
    public async Task Every_entry_is_one_that_a_real_server_has(string name, string list)
    {
        var recording = Recording.Load(name);
        await using var api = await TestApi.StartAsync();

        var answer = await api.GetAsync(recording.Path, TestContext.Current.CancellationToken);

        Assert.Equal((recording.Status, recording.ContentType), (answer.Status, answer.ContentType));
        var recorded = recording.Body.Objects(list).ToDictionary(e => e.Text("name")!);
        var ours = answer.Body.Objects(list);
        Assert.NotEmpty(ours);
        Assert.All(ours, entry => RecordingTests.Same(recorded[entry.Text("name")!], entry));
        RecordingTests.Same(Without((JsonObject)recording.Body!, list), Without(answer.Body, list));
    }

    [Fact(Timeout = 30000)]
    public async Task A_users_rules_are_listed_with_those_that_everybody_has()
    {
        var recording = Recording.Load("rulesreview");
        await using var api = await TestApi.StartAsync();
        api.AddNamespace("restr");
        var token = api.AddViewer("restr");

        var answer = await api.SendAsync(
            recording.Method, recording.Path, recording.RequestBody, recording.RequestType, TestContext.Current.CancellationToken, token);

        Assert.Equal((recording.Status, recording.ContentType), (answer.Status, answer.ContentType));
        // The recorded cluster has one more rule, for /.well-known; two rules of one role come as one there.
        Assert.Equal(Granted(recording.Body, "resourceRules"), Granted(answer.Body, "resourceRules"));
        Assert.Equal(
            Granted(recording.Body, "nonResourceRules").Where(g => g is not ("get /.well-known" or "get /.well-known/*")),
            Granted(answer.Body, "nonResourceRules"));
    }

    private static IEnumerable<string> Granted(JsonNode? review, string list) =>
    [
        .. (from rule in review.Objects("status", list)
            from verb in rule.Texts("verbs")
            from what in rule.Texts("resources").Concat(rule.Texts("nonResourceURLs"))
            select $"{verb} {what}").Distinct().Order(StringComparer.Ordinal),
    ];

    private static JsonObject Without(JsonObject value, string name)
    {
        var copy = value.Clone();
        copy.Remove(name);
        return copy;
    }
}
