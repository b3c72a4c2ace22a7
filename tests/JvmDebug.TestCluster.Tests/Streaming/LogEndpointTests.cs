using System.Net;
using System.Threading.Channels;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Streaming;

public sealed class LogEndpointTests
{
    [Theory(Timeout = 15000)]
    [InlineData("", "one\n\nthree\nready\n")]
    [InlineData("&tailLines=1", "ready\n")]
    [InlineData("&tailLines=0", "")]
    [InlineData("&tailLines=9", "one\n\nthree\nready\n")]
    [InlineData("&limitBytes=6", "one\n\nt")]
    public async Task A_log_is_sent_as_plain_text(string query, string expected)
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await StreamingServer.StartAsync(new FakeNode { Log = ["one", "", "three", "ready"] });
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(server.Url, "/log?container=app" + query), token);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(token));
    }

    [Fact(Timeout = 15000)]
    public async Task A_follower_gets_the_headers_at_once_and_lines_as_they_come()
    {
        var token = TestContext.Current.CancellationToken;
        var later = Channel.CreateUnbounded<string>();
        await using var server = await StreamingServer.StartAsync(new FakeNode { Log = ["old", "new"], LogAfterwards = later.Reader.ReadAllAsync(token) });
        using var http = new HttpClient();
        using var response = await http.GetAsync(
            new Uri(server.Url, "/log?follow=true&tailLines=0"), HttpCompletionOption.ResponseHeadersRead, token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(token));

        await later.Writer.WriteAsync("first", token);
        Assert.Equal("first", await lines.ReadLineAsync(token));
        await later.Writer.WriteAsync("second", token);
        Assert.Equal("second", await lines.ReadLineAsync(token));
        later.Writer.Complete();
        Assert.Null(await lines.ReadLineAsync(token));
    }

    [Fact(Timeout = 15000)]
    public async Task A_container_that_has_not_started_is_a_bad_request()
    {
        var token = TestContext.Current.CancellationToken;
        const string Message = "container \"app\" in pod \"busy\" is waiting to start: ContainerCreating";
        await using var server = await StreamingServer.StartAsync(new FakeNode { LogError = Message });
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(server.Url, "/log"), token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("waiting to start: ContainerCreating", await response.Content.ReadAsStringAsync(token), StringComparison.Ordinal);
    }
}
