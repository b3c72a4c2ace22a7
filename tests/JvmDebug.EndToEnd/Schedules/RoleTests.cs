using JvmDebug.EndToEnd.Support;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>The Role of a schedule is exactly what its runs need.</summary>
public sealed class RoleTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 300_000)]
    public async Task Each_verb_that_is_taken_away_breaks_the_run_which_names_it_and_nothing_else_is_needed()
    {
        var shop = await Shop.OpenAsync(Cluster, 1);
        await shop.AddClaimAsync("dumps");
        var created = await Binary.RunAsync(
            "schedule", "create", "role", "-n", shop.Namespace, "-l", Shop.Label, "--cron", "@yearly", "--sink", "file:///dumps", "--sink-claim", "dumps", "--cli-image", Images.Cli);
        Assert.True(created.ExitCode == 0, created.ToString());
        var role = await Cluster.Api.RbacAuthorizationV1.ReadNamespacedRoleAsync("jvmdebug-role", shop.Namespace, cancellationToken: TestContext.Current.CancellationToken);
        var token = await TokenAsync(shop);

        // The debug container is needed as long as there is none.
        foreach (var (resource, verb) in role.Rules.SelectMany(rule => rule.Resources.SelectMany(resource => rule.Verbs.Select(verb => (resource, verb)))).OrderByDescending(needed => needed.verb == "patch"))
        {
            await ReplaceRulesAsync(shop, role.Rules, [.. role.Rules.Select(rule => rule.Resources.Contains(resource) ? Without(rule, verb) : rule).Where(rule => rule.Verbs.Count > 0)]);
            var run = await RunAsync(shop, token);
            Assert.True(run.ExitCode != 0, $"{verb} on {resource} was not needed: {run}");
            Assert.True(run.Stderr.Contains($"cannot {verb} resource", StringComparison.Ordinal) && run.Stderr.Contains(resource, StringComparison.Ordinal), $"{verb} on {resource} is not named: {run}");
        }

        await ReplaceRulesAsync(shop, role.Rules, role.Rules);
        var whole = await RunAsync(shop, token);
        Assert.True(whole.ExitCode == 0, whole.ToString());
    }

    private static V1PolicyRule Without(V1PolicyRule rule, string verb) =>
        new() { ApiGroups = rule.ApiGroups, Resources = rule.Resources, Verbs = [.. rule.Verbs.Where(other => other != verb)] };

    // What the Job executes, as the Job's ServiceAccount.
    private Task<Run> RunAsync(Shop shop, string token) => Binary.RunAsync(
        "run-schedule", "role", "-n", shop.Namespace, "--token", token, "-l", Shop.Label, "--action", "threads",
        "--sink", $"file://{Here}/dumps", "--image", Images.Own, "--image-pull-policy", "IfNotPresent");

    private async Task<string> TokenAsync(Shop shop)
    {
        var answer = await Cluster.Api.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { ExpirationSeconds = 600 } }, "jvmdebug-role", shop.Namespace, cancellationToken: TestContext.Current.CancellationToken);
        return answer.Status.Token;
    }

    private async Task ReplaceRulesAsync(Shop shop, IList<V1PolicyRule> all, IList<V1PolicyRule> rules)
    {
        var patch = KubernetesJson.Serialize(new V1Role { Rules = rules });
        await Cluster.Api.RbacAuthorizationV1.PatchNamespacedRoleAsync(
            new V1Patch(patch, V1Patch.PatchType.MergePatch), "jvmdebug-role", shop.Namespace, cancellationToken: TestContext.Current.CancellationToken);
        var given = rules.SelectMany(Rights.Each).ToList();
        await Rights.HoldAsync(Cluster.Api, $"{shop.Namespace}:jvmdebug-role", shop.Namespace, given, allowed: true);
        await Rights.HoldAsync(Cluster.Api, $"{shop.Namespace}:jvmdebug-role", shop.Namespace, all.SelectMany(Rights.Each).Except(given), allowed: false);
    }
}
