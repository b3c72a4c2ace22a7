using System.Text.Json.Nodes;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

public class FaultsTests
{
    [Fact(Timeout = 30000)]
    public async Task The_controllers_clock_is_put_forward()
    {
        await using var api = await TestApi.StartAsync();
        var before = DateTimeOffset.UtcNow;

        await api.PostAsync("/testcluster/faults", JsonNode.Parse("""{"moveClockSeconds":7200}""")!, TestContext.Current.CancellationToken);

        Assert.InRange(api.Server.Faults.Clock.GetUtcNow() - before, TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
    }

    [Fact(Timeout = 30000)]
    public async Task A_restarted_server_breaks_what_runs_listens_nowhere_for_a_while_and_comes_back_as_it_was()
    {
        var token = TestContext.Current.CancellationToken;
        await using var api = await TestApi.StartAsync();
        api.AddNamespace("restr");
        var account = api.AddViewer("restr");
        var watch = await api.WatchAsync("/api/v1/namespaces/restr/pods?watch=true", token);

        Assert.Equal(200, (await api.PostAsync("/testcluster/faults", JsonNode.Parse("""{"restartSeconds":2}""")!, token)).Status);

        await Assert.ThrowsAnyAsync<Exception>(() => watch);
        var refused = 0;
        for (var answered = false; !answered; await Task.Delay(50, token))
        {
            try
            {
                answered = (await api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/restr/pods", null, null, token, account)).Status == 200;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                refused++;
            }
        }

        Assert.True(refused > 1, $"refused {refused} times");
    }

    [Fact(Timeout = 30000)]
    public async Task Only_an_administrator_orders_faults()
    {
        await using var api = await TestApi.StartAsync();
        api.AddNamespace("restr");
        var token = api.AddViewer("restr");

        var answer = await api.SendAsync(HttpMethod.Post, "/testcluster/faults", JsonNode.Parse("""{"podTokenSeconds":20}""")!, null, TestContext.Current.CancellationToken, token);

        Assert.Equal(403, answer.Status);
        Assert.Null(api.Server.Faults.PodTokenLifetime);
    }
}
