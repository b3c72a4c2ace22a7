using JvmDebug.Kubernetes.Tests.Support;
using JvmDebug.Kubernetes.Workloads;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Workloads;

public class TargetResolverTests
{
    private const string Ready = """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""";
    private const string NotReady = """{"phase":"Running","conditions":[{"type":"Ready","status":"False"}]}""";
    private const string Creating = """{"phase":"Pending","containerStatuses":[{"name":"a","image":"","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ContainerCreating"}}}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 15000)]
    [InlineData("deploy/cart", "/apis/apps/v1/namespaces/shop/deployments/cart")]
    [InlineData("sts/cart", "/apis/apps/v1/namespaces/shop/statefulsets/cart")]
    [InlineData("ds/cart", "/apis/apps/v1/namespaces/shop/daemonsets/cart")]
    [InlineData("rs/cart", "/apis/apps/v1/namespaces/shop/replicasets/cart")]
    [InlineData("job/cart", "/apis/batch/v1/namespaces/shop/jobs/cart")]
    public async Task A_workload_leads_to_its_pod_by_its_selector(string name, string path)
    {
        await using var server = await ServeAsync(Pods(("cart-1", Ready)));
        using var connection = Connect(server);

        var pod = await new TargetResolver(connection).ResolveOneAsync(name, null, any: false, Token);

        Assert.Equal("cart-1", pod.Metadata.Name);
        Assert.Equal([path, "/api/v1/namespaces/shop/pods"], server.Requests.Select(request => request.Path));
        Assert.Contains("labelSelector=app%3Dcart%2Ctier%20in%20%28a%2Cb%29%2C%21old", server.Requests.Last().Query, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 15000)]
    public async Task A_Service_leads_to_the_pods_it_selects()
    {
        await using var server = await FakeApiServer.StartAsync(context => FakeApiServer.AnswerAsync(
            context,
            200,
            context.Request.Path.Value!.EndsWith("/pods", StringComparison.Ordinal) ? Pods(("cart-1", Ready)) : """{"metadata":{"name":"cart"},"spec":{"selector":{"app":"cart"}}}"""));
        using var connection = Connect(server);

        Assert.Equal("cart-1", (await new TargetResolver(connection).ResolveOneAsync("svc/cart", null, any: false, Token)).Metadata.Name);

        Assert.Equal(["/api/v1/namespaces/shop/services/cart", "/api/v1/namespaces/shop/pods"], server.Requests.Select(request => request.Path));
        Assert.Contains("labelSelector=app%3Dcart", server.Requests.Last().Query, StringComparison.OrdinalIgnoreCase);
    }

    [Theory(Timeout = 15000)]
    [InlineData("""{"type":"ExternalName","externalName":"cart.example"}""")]
    [InlineData("""{"selector":{}}""")]
    public async Task A_Service_that_selects_nothing_is_not_every_pod(string spec)
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, $$"""{"metadata":{"name":"cart"},"spec":{{spec}}}""");
        using var connection = Connect(server);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new TargetResolver(connection).ResolveAllAsync("svc/cart", null, Token));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("selects no pods", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact(Timeout = 15000)]
    public async Task A_pod_is_asked_for_itself()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"cart-1"}}""");
        using var connection = Connect(server);

        await new TargetResolver(connection).ResolveOneAsync("pod/cart-1", null, any: false, Token);

        Assert.Equal("/api/v1/namespaces/shop/pods/cart-1", Assert.Single(server.Requests).Path);
    }

    [Fact(Timeout = 15000)]
    public async Task Several_pods_are_listed_and_any_takes_a_ready_one()
    {
        await using var server = await ServeAsync(Pods(("cart-1", NotReady), ("cart-3", Ready), ("cart-2", Ready), ("cart-0", Creating)));
        using var connection = Connect(server);
        var resolver = new TargetResolver(connection);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => resolver.ResolveOneAsync(null, "app=cart", any: false, Token));
        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("-l app=cart has 3 pods", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--all (cart-2, cart-3, cart-1 (not ready))", failure.Message, StringComparison.Ordinal);

        var one = await Assert.ThrowsAsync<ClusterException>(() => new TargetResolver(connection) { OffersAll = false }.ResolveOneAsync(null, "app=cart", any: false, Token));
        Assert.Contains("name one, or take any ready one with --any (cart-2,", one.Message, StringComparison.Ordinal);

        Assert.Equal("cart-2", (await resolver.ResolveOneAsync(null, "app=cart", any: true, Token)).Metadata.Name);
        Assert.Equal(["cart-2", "cart-3", "cart-1"], (await resolver.ResolveAllAsync(null, "app=cart", Token)).Select(pod => pod.Name()));
    }

    [Fact(Timeout = 15000)]
    public async Task No_running_pod_says_what_the_pods_are_doing()
    {
        await using var server = await ServeAsync(Pods(("cart-0", Creating)));
        using var connection = Connect(server);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new TargetResolver(connection).ResolveOneAsync("deploy/cart", null, any: true, Token));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("cart-0: phase Pending: ContainerCreating", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task No_pod_at_all_says_so()
    {
        await using var server = await ServeAsync(Pods());
        using var connection = Connect(server);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new TargetResolver(connection).ResolveAllAsync("deploy/cart", null, Token));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("deploy/cart has no pods in namespace shop", failure.Message, StringComparison.Ordinal);
        Assert.Contains("scaled to 0", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Without_name_and_selector_all_running_pods_of_the_namespace_are_meant()
    {
        await using var server = await ServeAsync(Pods(("cart-0", Creating), ("db-1", Ready), ("cart-1", Ready)));
        using var connection = Connect(server);

        Assert.Equal(["cart-1", "db-1"], (await new TargetResolver(connection).ResolveAllAsync(null, null, Token)).Select(pod => pod.Name()));
    }

    [Fact(Timeout = 15000)]
    public async Task A_namespace_without_pods_is_named()
    {
        await using var server = await ServeAsync(Pods());
        using var connection = Connect(server);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new TargetResolver(connection).ResolveAllAsync(null, null, Token));

        Assert.Equal((ClusterFailure.TargetNotFound, "Namespace shop has no pods. Check the namespace (-n)."), (failure.Reason, failure.Message));
    }

    [Fact(Timeout = 15000)]
    public async Task A_workload_that_is_not_there_is_named()
    {
        await using var server = await FakeApiServer.AnsweringAsync(404, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"deployments.apps \"cart\" not found","reason":"NotFound","details":{"name":"cart","group":"apps","kind":"deployments"},"code":404}""");
        using var connection = Connect(server);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new TargetResolver(connection).ResolveOneAsync("deploy/cart", null, any: false, Token));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("deployments.apps \"cart\" not found", failure.Message, StringComparison.Ordinal);
    }

    private static ClusterConnection Connect(FakeApiServer server) => server.Connect(new ClusterOptions { Namespace = "shop" });

    private static Task<FakeApiServer> ServeAsync(string pods) => FakeApiServer.StartAsync(context => FakeApiServer.AnswerAsync(
        context,
        200,
        context.Request.Path.Value!.EndsWith("/pods", StringComparison.Ordinal)
            ? pods
            : """{"metadata":{"name":"cart"},"spec":{"selector":{"matchLabels":{"app":"cart"},"matchExpressions":[{"key":"tier","operator":"In","values":["a","b"]},{"key":"old","operator":"DoesNotExist"}]},"template":{}}}"""));

    private static string Pods(params (string Name, string Status)[] pods) =>
        $$"""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{{string.Join(',', pods.Select(pod => $$"""{"metadata":{"name":"{{pod.Name}}"},"status":{{pod.Status}}}"""))}}]}""";
}
