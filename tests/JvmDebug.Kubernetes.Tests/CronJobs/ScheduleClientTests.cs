using System.Text.Json;
using JvmDebug.Kubernetes.CronJobs;
using JvmDebug.Kubernetes.Tests.Support;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.CronJobs;

public class ScheduleClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 15000)]
    [InlineData("jane", "--for schedule --as-user jane |")]
    [InlineData("system:serviceaccount:ci:deployer", "--for schedule --serviceaccount ci:deployer |")]
    public async Task Rights_that_the_user_cannot_pass_on_are_a_matter_of_RBAC_and_an_administrator_grants_them(string user, string next)
    {
        await using var server = await ForbiddingAsync($$""""roles.rbac.authorization.k8s.io "profile" is forbidden: user "{{user}}" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:{APIGroups:[""], Resources:["pods/exec"], Verbs:["create"]}"""");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ApplyAsync(connection));

        Assert.Equal(ClusterFailure.Forbidden, failure.Reason);
        Assert.Contains("Resources:[\"pods/exec\"]", failure.Message, StringComparison.Ordinal);
        Assert.Contains(next, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("policy", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_policy_against_a_schedule_says_nothing_of_debug_containers()
    {
        await using var server = await ForbiddingAsync("ValidatingAdmissionPolicy 'team-label' with binding 'team-label' denied request: no label team");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ApplyAsync(connection));

        Assert.Equal(ClusterFailure.AdmissionDenied, failure.Reason);
        Assert.Contains("no label team", failure.Message, StringComparison.Ordinal);
        Assert.Contains("whoever owns the policy", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("debug container", failure.Message, StringComparison.Ordinal);
    }

    private static Task ApplyAsync(ClusterConnection connection) => new ScheduleClient(connection).ApplyAsync(
        "shop", new V1Role { ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "Role", Metadata = new V1ObjectMeta { Name = "profile" } }, dryRun: false, Token);

    private static Task<FakeApiServer> ForbiddingAsync(string message) => FakeApiServer.AnsweringAsync(
        403,
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":{{JsonSerializer.Serialize(message)}},"reason":"Forbidden","code":403}""");
}
