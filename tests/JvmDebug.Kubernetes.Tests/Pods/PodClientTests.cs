using System.Text.Json;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class PodClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 15000)]
    public async Task A_recorded_pod_is_read()
    {
        await using var server = await ReplayAsync("pod-get");
        using var connection = server.Connect();

        var pod = await new PodClient(connection).GetAsync("restr", "busy", Token);

        Assert.Equal(65532, pod.Status.ContainerStatuses[0].User.Linux.Uid);
        Assert.Equal("/api/v1/namespaces/restr/pods/busy", Assert.Single(server.Requests).Path);
    }

    [Theory(Timeout = 15000)]
    [InlineData(true, "dryRun=All")]
    [InlineData(false, "")]
    public async Task The_patch_carries_the_container_alone(bool dryRun, string query)
    {
        await using var server = await ReplayAsync("ephemeral-patch-ok");
        using var connection = server.Connect();

        await new PodClient(connection).AddEphemeralContainerAsync("restr", "busy", new V1EphemeralContainer { Name = "jvmdebug-x", Image = "jdk" }, dryRun, Token);

        var request = Assert.Single(server.Requests);
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("/api/v1/namespaces/restr/pods/busy/ephemeralcontainers", request.Path);
        Assert.Equal(dryRun, request.Query.Contains("dryRun", StringComparison.Ordinal));
        Assert.Contains(query, request.Query, StringComparison.Ordinal);
        Assert.StartsWith("application/strategic-merge-patch+json", request.Headers["Content-Type"], StringComparison.Ordinal);
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal("""{"spec":{"ephemeralContainers":[{"image":"jdk","name":"jvmdebug-x"}]}}""", JsonSerializer.Serialize(body.RootElement));
    }

    [Theory(Timeout = 15000)]
    [InlineData("ephemeral-patch-no-such-pod", ClusterFailure.TargetNotFound, "pods \"nosuch\" not found", "-n")]
    [InlineData("ephemeral-patch-psa-forbidden", ClusterFailure.AdmissionDenied, "must not include \"SYS_PTRACE\"", "pod-security.kubernetes.io/enforce")]
    [InlineData("rbac-forbidden-ephemeral", ClusterFailure.Forbidden, "cannot patch resource \"pods/ephemeralcontainers\"", "A Role in namespace restr with this rule, bound to that user, grants it: {apiGroups: [\"\"], resources: [\"pods/ephemeralcontainers\"], verbs: [\"patch\"]}")]
    [InlineData("rbac-forbidden-list-pods-other-namespace", ClusterFailure.Forbidden, "cannot list", "verbs: [\"list\"]")]
    [InlineData("unauthorized-bad-token", ClusterFailure.Unauthorized, "Unauthorized", "Log in again")]
    [InlineData("ephemeral-patch-unknown-target", ClusterFailure.EphemeralContainerRefused, "targetContainerName: Not found", "nothing was changed")]
    [InlineData("ephemeral-patch-bad-name", ClusterFailure.EphemeralContainerRefused, "Invalid value", "nothing was changed")]
    public async Task A_recorded_refusal_is_passed_on_with_the_next_step(string recording, ClusterFailure reason, string words, string next)
    {
        await using var server = await ReplayAsync(recording);
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(
            () => new PodClient(connection).AddEphemeralContainerAsync("restr", "busy", new V1EphemeralContainer { Name = "x" }, dryRun: true, Token));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(next, failure.Message, StringComparison.Ordinal);
        Assert.Contains("pod restr/busy", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Of_a_log_no_more_is_taken_than_was_asked_for_whatever_the_server_sends()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, new string('x', 5000));
        using var connection = server.Connect();

        await using var log = await new PodClient(connection).ReadLogAsync(new ContainerRef("restr", "busy", "app"), TimeSpan.FromSeconds(2.5), 4000, Token);
        using var received = new MemoryStream();
        await log.CopyToAsync(received, Token);

        Assert.Equal(4000, received.Length);
        var query = Assert.Single(server.Requests).Query;
        Assert.Contains("limitBytes=4000", query, StringComparison.Ordinal);
        Assert.Contains("sinceSeconds=3", query, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_cluster_without_ephemeral_containers_is_told_from_a_missing_pod()
    {
        await using var server = await FakeApiServer.AnsweringAsync(404, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"the server could not find the requested resource","reason":"NotFound","details":{},"code":404}""");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(
            () => new PodClient(connection).AddEphemeralContainerAsync("ns", "p", new V1EphemeralContainer { Name = "x" }, dryRun: true, Token));

        Assert.Equal(ClusterFailure.EphemeralContainersUnknown, failure.Reason);
        Assert.Contains("no ephemeral containers", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_webhooks_refusal_is_an_admission_matter()
    {
        await using var server = await FakeApiServer.AnsweringAsync(403, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"admission webhook \"validate.kyverno.svc\" denied the request: no debug images","reason":"Forbidden","code":403}""");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(
            () => new PodClient(connection).AddEphemeralContainerAsync("ns", "p", new V1EphemeralContainer { Name = "x" }, dryRun: true, Token));

        Assert.Equal(ClusterFailure.AdmissionDenied, failure.Reason);
        Assert.Contains("no debug images", failure.Message, StringComparison.Ordinal);
        Assert.Contains("jvmdebug-*", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData("pods \"p\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2", "'kubectl describe quota small'")]
    [InlineData("pods \"p\" is forbidden: failed quota: small: must specify limits.cpu for: app", "ResourceQuota small of the namespace wants every container to say")]
    [InlineData("pods \"p\" is forbidden: unable to create new content in namespace shop because it is being terminated", "The namespace is being deleted")]
    [InlineData("pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true", "The copy asks for no more than its pod has, so the pod itself")]
    [InlineData("admission webhook \"validate.kyverno.svc\" denied the request: no copies", "or another --mode")]
    public async Task The_refusal_of_a_copy_says_nothing_of_debug_containers(string message, string next)
    {
        await using var server = await ForbiddingAsync(message);
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(
            () => new PodClient(connection).CreateAsync(TestPod.With(), Token));

        Assert.Equal(ClusterFailure.AdmissionDenied, failure.Reason);
        Assert.Contains(next, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("debug container", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ephemeral", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task What_refuses_without_Kubernetes_words_is_looked_for_on_the_way_to_it()
    {
        await using var server = await FakeApiServer.AnsweringAsync(403, "<html>Blocked by the gateway</html>");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new PodClient(connection).GetAsync("ns", "p", Token));

        Assert.Equal(ClusterFailure.Forbidden, failure.Reason);
        Assert.Contains("not Kubernetes that said so", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_server_in_trouble_is_unreachable(int status)
    {
        await using var server = await FakeApiServer.AnsweringAsync(status, "overloaded");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new PodClient(connection).GetAsync("ns", "p", Token));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
    }

    private static Task<FakeApiServer> ForbiddingAsync(string message) => FakeApiServer.AnsweringAsync(
        403,
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":{{JsonSerializer.Serialize(message)}},"reason":"Forbidden","code":403}""");

    private static Task<FakeApiServer> ReplayAsync(string recording)
    {
        var (status, body) = Recording.Response(recording);
        return FakeApiServer.AnsweringAsync(status, body);
    }
}
