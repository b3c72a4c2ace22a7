using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Controllers;

public sealed class DeploymentTests
{
    private const string Deployment =
        """{"metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"busy:17"}]}}}}""";

    [Fact(Timeout = 15000)]
    public async Task Its_pods_its_ReplicaSet_and_its_status_are_of_the_recorded_form()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        var created = host.Create(ResourceCatalog.Deployments, Deployment);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Number("status", "availableReplicas") == 2, token);

        var set = Assert.Single(host.List(ResourceCatalog.ReplicaSets));
        var hash = set.Label("pod-template-hash")!;
        Assert.Equal($"web-{hash}", set.Name());
        Assert.Equal(hash, set.Text("spec", "selector", "matchLabels", "pod-template-hash"));
        Assert.Equal(hash, set.Text("spec", "template", "metadata", "labels", "pod-template-hash"));
        Assert.Equal(("2", "3", "1"), (set.Annotation("deployment.kubernetes.io/desired-replicas"), set.Annotation("deployment.kubernetes.io/max-replicas"), set.Annotation("deployment.kubernetes.io/revision")));
        Assert.Equal(created.Uid(), Assert.Single(set.Objects("metadata", "ownerReferences")).Text("uid"));
        AssertStatus("""{"replicas":2,"fullyLabeledReplicas":2,"readyReplicas":2,"availableReplicas":2,"terminatingReplicas":0,"observedGeneration":1}""", set);

        var pods = host.List(ResourceCatalog.Pods);
        Assert.Equal(2, pods.Count);
        Assert.All(pods, pod =>
        {
            Assert.StartsWith($"web-{hash}-", pod.Name(), StringComparison.Ordinal);
            Assert.Equal($"web-{hash}-", pod.Text("metadata", "generateName"));
            Assert.Equal(("web", hash), (pod.Label("app"), pod.Label("pod-template-hash")));
            Assert.True(JsonNode.DeepEquals(
                JsonNode.Parse($$"""[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-{{hash}}","uid":"{{set.Uid()}}","controller":true,"blockOwnerDeletion":true}]"""),
                pod.At("metadata", "ownerReferences")));
        });

        var deployment = host.Get(ResourceCatalog.Deployments, "web");
        Assert.Equal("1", deployment.Annotation("deployment.kubernetes.io/revision"));
        foreach (var condition in deployment.Objects("status", "conditions"))
        {
            Assert.True(condition.Remove("lastUpdateTime") && condition.Remove("lastTransitionTime"));
        }

        AssertStatus(
            $$"""
            {"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2,"terminatingReplicas":0,"conditions":[
            {"type":"Available","status":"True","reason":"MinimumReplicasAvailable","message":"Deployment has minimum availability."},
            {"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable","message":"ReplicaSet \"web-{{hash}}\" has successfully progressed."}]}
            """,
            deployment);
    }

    [Fact(Timeout = 15000)]
    public async Task Nothing_is_written_once_all_is_as_wanted()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Deployments, Deployment);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Objects("status", "conditions").Any(c => c.Text("reason") == "NewReplicaSetAvailable"), token);
        await host.SettleAsync(token);
        var revision = host.Registry.Store.Revision;

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        for (var pass = 0; pass < 3; pass++)
        {
            await host.PassAsync(token);
        }

        Assert.Equal(revision, host.Registry.Store.Revision);
    }

    [Fact(Timeout = 15000)]
    public async Task A_new_template_replaces_the_pods_and_keeps_the_old_ReplicaSet_empty()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Deployments, Deployment);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Number("status", "availableReplicas") == 2, token);
        var before = host.List(ResourceCatalog.Pods).Select(p => p.Uid()).ToList();

        host.Update(ResourceCatalog.Deployments, "web", d => d.Objects("spec", "template", "spec", "containers")[0]["image"] = "busy:21");
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods) is { Count: 2 } pods && pods.All(p => !before.Contains(p.Uid())), token);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web") is var d && d.Number("status", "updatedReplicas") == 2 && d.Number("status", "replicas") == 2, token);

        Assert.Equal([0, 2], host.List(ResourceCatalog.ReplicaSets).Select(s => s.Number("spec", "replicas")).Order());
        Assert.Equal("2", host.Get(ResourceCatalog.Deployments, "web").Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal(2, host.Get(ResourceCatalog.Deployments, "web").Number("status", "observedGeneration"));
    }

    [Fact(Timeout = 15000)]
    public async Task Old_pods_stay_while_the_new_ones_are_not_ready()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Deployments, Deployment);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Number("status", "availableReplicas") == 2, token);

        host.Update(ResourceCatalog.Deployments, "web", d => d.Objects("spec", "template", "spec", "containers")[0]["command"] = new JsonArray("never-ready"));
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods).Count == 4, token);
        await host.SettleAsync(token);

        var status = host.Get(ResourceCatalog.Deployments, "web");
        Assert.Equal(2, status.Number("status", "availableReplicas"));
        Assert.Contains(status.Objects("status", "conditions"), c => c.Text("reason") == "ReplicaSetUpdated");
    }

    [Fact(Timeout = 15000)]
    public async Task Scaling_and_lost_pods_are_made_good()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Deployments, Deployment);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Number("status", "availableReplicas") == 2, token);

        host.Delete(ResourceCatalog.Pods, host.List(ResourceCatalog.Pods)[0].Name());
        host.Update(ResourceCatalog.Deployments, "web", d => d.Child("spec")["replicas"] = 3);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Number("status", "availableReplicas") == 3, token);
        host.Update(ResourceCatalog.Deployments, "web", d => d.Child("spec")["replicas"] = 0);
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods).Count == 0, token);

        Assert.Single(host.List(ResourceCatalog.ReplicaSets));
    }

    [Fact(Timeout = 15000)]
    public async Task Deleting_it_takes_everything_along_unless_orphans_are_wanted()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Deployments, Deployment);
        host.Create(ResourceCatalog.Deployments, Deployment.Replace("web", "kept", StringComparison.Ordinal));
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods).Count(p => p.Text("status", "phase") == "Running") == 4, token);

        host.Delete(ResourceCatalog.Deployments, "web");
        host.Delete(ResourceCatalog.Deployments, "kept", orphan: true);
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods).Count == 2, token);
        await host.SettleAsync(token);

        Assert.All(host.List(ResourceCatalog.Pods), p => Assert.Equal("kept", p.Label("app")));
        Assert.Equal("kept", Assert.Single(host.List(ResourceCatalog.ReplicaSets)).Label("app"));
    }

    [Fact(Timeout = 15000)]
    public async Task A_refused_pod_is_a_condition_that_says_why()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Registry.Update(
            ResourceCatalog.Namespaces,
            "",
            "default",
            "",
            ns =>
            {
                ns.Child("metadata").Child("labels")["pod-security.kubernetes.io/enforce"] = "restricted";
                return ns;
            },
            new("test"));
        host.Create(ResourceCatalog.Deployments, Deployment);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Objects("status", "conditions").Any(c => c.Text("type") == "ReplicaFailure"), token);

        var failure = host.Get(ResourceCatalog.Deployments, "web").Objects("status", "conditions").Single(c => c.Text("type") == "ReplicaFailure");
        Assert.Equal("FailedCreate", failure.Text("reason"));
        Assert.Contains("violates PodSecurity \"restricted:latest\"", failure.Text("message"), StringComparison.Ordinal);
        Assert.Empty(host.List(ResourceCatalog.Pods));
        Assert.Contains(host.List(ResourceCatalog.Events), e =>
            e.Text("reason") == "FailedCreate"
            && e.Text("involvedObject", "kind") == "ReplicaSet"
            && e.Text("message")!.StartsWith("Error creating: pods \"web-", StringComparison.Ordinal));
    }

    [Fact(Timeout = 15000)]
    public async Task A_refused_pod_is_tried_again_later_and_less_often_each_time()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Deployments, Deployment.Replace("\"containers\"", "\"serviceAccountName\":\"late\",\"containers\"", StringComparison.Ordinal));
        await host.UntilAsync(h => Refusals(h) == 1, token);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(h => Refusals(h) == 2, token);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SettleAsync(token);
        Assert.Equal(2, Refusals(host));

        host.Create(ResourceCatalog.ServiceAccounts, """{"metadata":{"name":"late"}}""");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(h => h.Get(ResourceCatalog.Deployments, "web").Number("status", "availableReplicas") == 2, token);
        Assert.DoesNotContain(host.Get(ResourceCatalog.Deployments, "web").Objects("status", "conditions"), c => c.Text("type") == "ReplicaFailure");
    }

    private static int Refusals(ControllerHost host) => host.List(ResourceCatalog.Events).Count(e => e.Text("reason") == "FailedCreate");

    private static void AssertStatus(string expected, JsonObject actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual["status"]!.ToJsonString());
}
