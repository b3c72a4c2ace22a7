using System.Text.Json.Nodes;
using JvmDebug.Kubernetes.Access;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Access;

public sealed class AccessReviewerTests
{
    [Theory(Timeout = 15000)]
    [InlineData("ssar-allowed", true)]
    [InlineData("ssar-denied", false)]
    public async Task The_recorded_question_gets_the_recorded_answer(string recording, bool allowed)
    {
        var recorded = Recording.Load(recording);
        await using var server = await FakeApiServer.AnsweringAsync(201, recorded.GetProperty("response").GetProperty("body").GetRawText());
        using var cluster = server.Connect();

        Assert.Equal(allowed, await new AccessReviewer(cluster).IsAllowedAsync(new AccessRight("patch", "pods/ephemeralcontainers"), "restr", TestContext.Current.CancellationToken));

        var asked = Assert.Single(server.Requests);
        Assert.Equal(("POST", recorded.GetProperty("request").GetProperty("path").GetString()), (asked.Method, asked.Path));
        var attributes = JsonNode.Parse(asked.Body)!["spec"]!["resourceAttributes"]!;
        Assert.Equal(("restr", "patch", "pods", "ephemeralcontainers"), ((string?)attributes["namespace"], (string?)attributes["verb"], (string?)attributes["resource"], (string?)attributes["subresource"]));
    }

    [Fact(Timeout = 15000)]
    public async Task A_server_that_does_not_say_who_we_are_is_no_failure()
    {
        await using var server = await FakeApiServer.AnsweringAsync(404, """{"kind":"Status","status":"Failure","code":404,"message":"the server could not find the requested resource"}""");
        using var cluster = server.Connect();

        Assert.Null(await new AccessReviewer(cluster).WhoAmIAsync(TestContext.Current.CancellationToken));
    }
}
