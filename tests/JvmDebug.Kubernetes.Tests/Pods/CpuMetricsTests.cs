using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public sealed class CpuMetricsTests
{
    private const string Answer = """
        {"kind":"PodMetricsList","apiVersion":"metrics.k8s.io/v1beta1","metadata":{},"items":[
          {"metadata":{"name":"cart-0","namespace":"shop"},"timestamp":"2026-03-01T12:00:00Z","window":"15.2s","containers":[
            {"name":"app","usage":{"cpu":"1503671021n","memory":"102400Ki"}},{"name":"side","usage":{"cpu":"250m","memory":"1Mi"}}]},
          {"metadata":{"name":"cart-1","namespace":"shop"},"timestamp":"2026-03-01T12:00:00Z","window":"15.2s","containers":[{"name":"app","usage":{"cpu":"2","memory":"1Gi"}}]}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 15000)]
    public async Task The_cores_of_all_containers_come_with_one_request()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, Answer);
        using var connection = server.Connect();

        var cores = await new CpuMetrics(connection).ReadAsync("shop", "app=cart,!canary", Token);

        Assert.Equal(3, cores!.Count);
        Assert.Equal(1.503671021, cores[("cart-0", "app")], 9);
        Assert.Equal(0.25, cores[("cart-0", "side")], 9);
        Assert.Equal(2, cores[("cart-1", "app")], 9);
        var request = Assert.Single(server.Requests);
        Assert.Equal("/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods", request.Path);
        Assert.Contains("app%3Dcart%2C%21canary", request.Query, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(503)]
    public async Task Where_nobody_serves_them_or_they_may_not_be_read_there_are_none(int status)
    {
        await using var server = await FakeApiServer.AnsweringAsync(status, """{"kind":"Status","status":"Failure"}""");
        using var connection = server.Connect();

        Assert.Null(await new CpuMetrics(connection).ReadAsync("shop", "app=cart", Token));
    }

    [Fact(Timeout = 15000)]
    public async Task Any_other_failure_is_the_cluster_s()
    {
        await using var server = await FakeApiServer.AnsweringAsync(500, "{}");
        using var connection = server.Connect();

        await Assert.ThrowsAsync<ClusterException>(() => new CpuMetrics(connection).ReadAsync("shop", "app=cart", Token));
    }
}
