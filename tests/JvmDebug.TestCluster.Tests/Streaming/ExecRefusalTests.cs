using System.Net;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>Requests that never reach the node, answered as recorded from Kubernetes 1.36.</summary>
public sealed class ExecRefusalTests
{
    [Theory(Timeout = 15000)]
    [InlineData("/exec?container=nosuch&command=ls&stdout=true", "container nosuch is not valid for pod busy")]
    [InlineData("/exec?container=d2&command=ls&stdout=true", "Upgrade request required")]
    [InlineData("/exec?command=ls&stdout=true", "Upgrade request required")]
    [InlineData("/log?container=zz", "container zz is not valid for pod busy")]
    [InlineData("/log?container=app&previous=true", "previous terminated container \\u0022app\\u0022 in pod \\u0022busy\\u0022 not found")]
    public async Task A_bad_request_has_the_recorded_status_object(string path, string message)
    {
        await using var server = await StreamingServer.StartAsync(new FakeNode());
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(server.Url, path), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{message.Replace("\\u0022", "\\\"", StringComparison.Ordinal)}}","reason":"BadRequest","code":400}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
