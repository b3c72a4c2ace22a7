using JvmDebug.Kubernetes.CronJobs;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace JvmDebug.Kubernetes.Tests;

public class PagesTests
{
    private const string Expired = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"The provided continue parameter is too old","reason":"Expired","code":410}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 15000)]
    public async Task Pods_are_read_500_at_a_time_to_the_end()
    {
        await using var server = await ServeAsync(expiries: 0);
        using var connection = server.Connect();

        var names = await new PodClient(connection).ListAsync("shop", "app=cart", pods => pods.Select(pod => pod.Metadata.Name), Token);

        Assert.Equal(["p0", "p1", "p2"], names);
        Assert.All(server.Requests, request => Assert.Contains("limit=500", request.Query, StringComparison.Ordinal));
        Assert.All(server.Requests, request => Assert.Contains("labelSelector=app%3Dcart", request.Query, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["", "1", "2"], server.Requests.Select(Next));
    }

    [Theory(Timeout = 15000)]
    [InlineData(null, "/api/v1/pods")]
    [InlineData("shop", "/api/v1/namespaces/shop/pods")]
    public async Task So_are_those_of_all_namespaces(string? ns, string path)
    {
        await using var server = await ServeAsync(expiries: 0);
        using var connection = server.Connect();

        Assert.Equal(3, (await new PodClient(connection).ListAllAsync(ns, pods => pods, Token)).Count);

        Assert.Equal([path, path, path], server.Requests.Select(request => request.Path));
    }

    [Fact(Timeout = 15000)]
    public async Task So_are_the_parts_of_schedules_and_the_events_of_their_triggers()
    {
        await using var server = await ServeAsync(expiries: 0);
        using var connection = server.Connect();
        var schedules = new ScheduleClient(connection);

        Assert.Equal(3, (await schedules.ListAsync("shop", "a=b", Token)).Count);
        Assert.Equal(3, (await schedules.DeploymentsAsync("shop", "a=b", Token)).Count);
        Assert.Equal(3, (await schedules.JobsAsync("shop", "a=b", Token)).Count);
        Assert.Equal(3, (await new PodEvents(connection).OfDeploymentsAsync("shop", "Fired", Token)).Count);
    }

    [Fact(Timeout = 15000)]
    public async Task A_list_that_has_expired_in_between_is_read_again_from_the_start_and_has_nothing_twice()
    {
        await using var server = await ServeAsync(expiries: 1);
        using var connection = server.Connect();

        var pods = await new PodClient(connection).ListAsync("shop", "", Token);

        Assert.Equal(["p0", "p1", "p2"], pods.Select(pod => pod.Metadata.Name));
        Assert.Equal(["", "1", "", "1", "2"], server.Requests.Select(Next));
    }

    [Fact(Timeout = 15000)]
    public async Task A_list_that_expires_again_is_given_up()
    {
        await using var server = await ServeAsync(expiries: 2);
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new PodClient(connection).ListAsync("shop", "", Token));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("too old", failure.Message, StringComparison.Ordinal);
        Assert.Contains("name less (-n, -l)", failure.Message, StringComparison.Ordinal);
    }

    private static string Next(SeenRequest request) => QueryHelpers.ParseQuery(request.Query).GetValueOrDefault("continue").ToString();

    /// <summary>Three pages of one item; the second expires so many times.</summary>
    private static Task<FakeApiServer> ServeAsync(int expiries) => FakeApiServer.StartAsync(context =>
    {
        var page = context.Request.Query["continue"].ToString() is { Length: > 0 } next ? next : "0";
        return page == "1" && expiries-- > 0
            ? FakeApiServer.AnswerAsync(context, 410, Expired)
            : FakeApiServer.AnswerAsync(context, 200, Page(page, page switch { "0" => "1", "1" => "2", _ => "" }));
    });

    private static string Page(string page, string next) =>
        $$$"""{"apiVersion":"v1","metadata":{"continue":"{{{next}}}"},"items":[{"metadata":{"name":"p{{{page}}}"}}]}""";
}
