using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Controllers;

public sealed class StatefulAndDaemonSetTests
{
    private const string Template =
        """
        "selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"app","image":"busy:17"}]}}
        """;

    [Fact(Timeout = 15000)]
    public async Task Pods_of_a_StatefulSet_have_ordinal_names_and_claims_that_outlive_them()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(
            ResourceCatalog.StatefulSets,
            Set("db", """
                "replicas":3,"serviceName":"db",
                "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],
                """).Replace("\"image\"", "\"volumeMounts\":[{\"name\":\"data\",\"mountPath\":\"/data\"}],\"image\"", StringComparison.Ordinal));
        await host.UntilAsync(h => h.Get(ResourceCatalog.StatefulSets, "db").Number("status", "availableReplicas") == 3, token);

        Assert.Equal(["db-0", "db-1", "db-2"], host.List(ResourceCatalog.Pods).Select(p => p.Name()));
        var pod = host.Get(ResourceCatalog.Pods, "db-1");
        Assert.Equal(("db-1", "db", "1"), (pod.Text("spec", "hostname"), pod.Text("spec", "subdomain"), pod.Label("apps.kubernetes.io/pod-index")));
        Assert.Contains(pod.Objects("spec", "volumes"), v => v.Text("name") == "data" && v.Text("persistentVolumeClaim", "claimName") == "data-db-1");

        host.Update(ResourceCatalog.StatefulSets, "db", s => s.Child("spec")["replicas"] = 1);
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods).Count == 1, token);

        Assert.Equal("db-0", host.List(ResourceCatalog.Pods)[0].Name());
        Assert.Equal(3, host.Registry.Store.List("persistentvolumeclaims", "default").Items.Count);
    }

    [Fact(Timeout = 15000)]
    public async Task A_StatefulSet_waits_for_one_pod_before_it_makes_the_next()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(
            ResourceCatalog.StatefulSets,
            Set("db", "'replicas':3,").Replace("\"image\"", "\"command\":[\"never-ready\"],\"image\"", StringComparison.Ordinal));
        await host.UntilAsync(h => h.Get(ResourceCatalog.StatefulSets, "db").Number("status", "replicas") == 1, token);
        await host.SettleAsync(token);

        Assert.Equal("db-0", Assert.Single(host.List(ResourceCatalog.Pods)).Name());
    }

    [Fact(Timeout = 15000)]
    public async Task A_new_template_replaces_a_StatefulSets_pods_under_their_names()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.StatefulSets, Set("db", "'replicas':2,"));
        await host.UntilAsync(h => h.Get(ResourceCatalog.StatefulSets, "db").Number("status", "availableReplicas") == 2, token);

        host.Update(ResourceCatalog.StatefulSets, "db", s => s.Objects("spec", "template", "spec", "containers")[0]["image"] = "busy:21");
        await host.UntilAsync(
            h => h.Get(ResourceCatalog.StatefulSets, "db") is var s && s.Number("status", "observedGeneration") == 2 && s.Number("status", "updatedReplicas") == 2 && s.Number("status", "readyReplicas") == 2, token);

        Assert.Equal(["busy:21", "busy:21"], host.List(ResourceCatalog.Pods).Select(p => p.Objects("spec", "containers")[0].Text("image")));
        Assert.Equal(["db-0", "db-1"], host.List(ResourceCatalog.Pods).Select(p => p.Name()));
    }

    [Fact(Timeout = 15000)]
    public async Task A_DaemonSet_has_one_pod_and_renews_it()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.DaemonSets, Set("agent", ""));
        await host.UntilAsync(h => h.Get(ResourceCatalog.DaemonSets, "agent").Number("status", "numberAvailable") == 1, token);
        var first = Assert.Single(host.List(ResourceCatalog.Pods));

        host.Update(ResourceCatalog.DaemonSets, "agent", s => s.Objects("spec", "template", "spec", "containers")[0]["image"] = "busy:21");
        await host.UntilAsync(h => h.List(ResourceCatalog.Pods).Any(p => p.Uid() != first.Uid()), token);
        await host.UntilAsync(h => h.Get(ResourceCatalog.DaemonSets, "agent").Number("status", "updatedNumberScheduled") == 1, token);

        Assert.Single(host.List(ResourceCatalog.Pods));
    }

    private static string Set(string name, string spec) => "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{" + spec.Replace('\'', '"') + Template + "}}";
}
