using System.Net;
using System.Net.Sockets;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>A namespace that enforces <c>restricted</c>, with a Deployment, and what schedules are made of in it.</summary>
internal sealed class Shop(ClusterFixture cluster, TestNamespace ns)
{
    public const string Label = "app=shop";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public string Namespace => ns.Name;

    public static async Task<Shop> OpenAsync(ClusterFixture cluster, int replicas, PodBuilder? pod = null)
    {
        var shop = new Shop(cluster, await TestNamespace.CreateAsync(cluster, "restricted"));
        await shop.DeployAsync("shop", replicas, pod ?? Pod());
        return shop;
    }

    /// <summary>A small JVM: there are many.</summary>
    public static PodBuilder Pod() => PodBuilder.Distroless().JavaOptions("-Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1").Env("BUSY_HTTP", "0").Env("BUSY_DUTY", "1");

    public async Task DeployAsync(string name, int replicas, PodBuilder pod)
    {
        var labels = new Dictionary<string, string> { ["app"] = "shop", ["part"] = name };
        var deployment = new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1DeploymentSpec
            {
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = pod.Build(Namespace).Spec },
            },
        };
        await cluster.Api.AppsV1.CreateNamespacedDeploymentAsync(deployment, Namespace, cancellationToken: TestContext.Current.CancellationToken);
        await UntilAsync(
            async () => (await cluster.Api.AppsV1.ReadNamespacedDeploymentAsync(name, Namespace, cancellationToken: TestContext.Current.CancellationToken)).Status?.ReadyReplicas == replicas,
            $"the pods of {name} are ready");
    }

    public async Task<IReadOnlyList<V1Pod>> PodsAsync(string selector = Label) =>
        [.. (await cluster.Api.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: selector, cancellationToken: TestContext.Current.CancellationToken)).Items.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)];

    /// <param name="graceSeconds">How long it may take its leave; with none it is killed.</param>
    public Task DeletePodAsync(string name, int graceSeconds = 0) =>
        cluster.Api.CoreV1.DeleteNamespacedPodAsync(name, Namespace, gracePeriodSeconds: graceSeconds, cancellationToken: TestContext.Current.CancellationToken);

    public Task AddSecretAsync(string name, IDictionary<string, string> variables) => cluster.Api.CoreV1.CreateNamespacedSecretAsync(
        new V1Secret { Metadata = new V1ObjectMeta { Name = name }, Data = variables.ToDictionary(pair => pair.Key, pair => System.Text.Encoding.UTF8.GetBytes(pair.Value)) },
        Namespace,
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A claim, and a pod that can look at what is in it.</summary>
    public async Task<ContainerRef> AddClaimAsync(string name)
    {
        await cluster.Api.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(
            new V1PersistentVolumeClaim
            {
                Metadata = new V1ObjectMeta { Name = name },
                Spec = new V1PersistentVolumeClaimSpec
                {
                    AccessModes = ["ReadWriteOnce"],
                    Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") } },
                },
            },
            Namespace,
            cancellationToken: TestContext.Current.CancellationToken);
        var reader = PodBuilder.Java("sleep", "3600").Restricted(65532).Silent().Build(Namespace);
        reader.Metadata.Name = "reader-of-" + name;
        reader.Spec.Volumes.Add(new V1Volume { Name = "claim", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = name } });
        (reader.Spec.Containers[0].VolumeMounts ??= []).Add(new V1VolumeMount { Name = "claim", MountPath = "/claim" });
        await cluster.Api.CoreV1.CreateNamespacedPodAsync(reader, Namespace, cancellationToken: TestContext.Current.CancellationToken);
        await new TargetPod(cluster, Namespace, reader.Metadata.Name, null).WaitRunningAsync(Patience);
        return new ContainerRef(Namespace, reader.Metadata.Name, "app");
    }

    public async Task<string> RunAsync(ContainerRef container, params string[] command)
    {
        await using var session = await new PodExec(cluster.Admin).StartAsync(container, command, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(session.Stdout);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async Task<bool> HasJobAsync(string schedule) =>
        (await cluster.Api.BatchV1.ListNamespacedJobAsync(Namespace, labelSelector: "jvmdebug.io/schedule=" + schedule, cancellationToken: TestContext.Current.CancellationToken)).Items.Count > 0;

    /// <summary>The Job that came due, when it has ended.</summary>
    public async Task<V1Job> JobEndsAsync(string schedule)
    {
        V1Job? job = null;
        await UntilAsync(
            async () =>
            {
                var jobs = await cluster.Api.BatchV1.ListNamespacedJobAsync(Namespace, labelSelector: "jvmdebug.io/schedule=" + schedule, cancellationToken: TestContext.Current.CancellationToken);
                job = jobs.Items.FirstOrDefault(found => found.Status?.Conditions?.Any(condition => condition.Type is "Complete" or "Failed" && condition.Status == "True") == true);
                return job is not null;
            },
            $"a Job of {schedule} has ended");
        return job!;
    }

    /// <summary>What of a schedule's there is in the namespace, as KIND/NAME.</summary>
    public async Task<IReadOnlyList<string>> ObjectsOfAsync(string schedule)
    {
        var (api, selector, token) = (cluster.Api, "jvmdebug.io/schedule=" + schedule, TestContext.Current.CancellationToken);
        return
        [
            .. (await api.BatchV1.ListNamespacedCronJobAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "CronJob/" + part.Metadata.Name),
            .. (await api.AppsV1.ListNamespacedDeploymentAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "Deployment/" + part.Metadata.Name),
            .. (await api.BatchV1.ListNamespacedJobAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "Job/" + part.Metadata.Name),
            .. (await api.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "Pod/" + part.Metadata.Name),
            .. (await api.RbacAuthorizationV1.ListNamespacedRoleAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "Role/" + part.Metadata.Name),
            .. (await api.RbacAuthorizationV1.ListNamespacedRoleBindingAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "RoleBinding/" + part.Metadata.Name),
            .. (await api.CoreV1.ListNamespacedServiceAccountAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "ServiceAccount/" + part.Metadata.Name),
            .. (await api.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "ConfigMap/" + part.Metadata.Name),
            .. (await api.CoreV1.ListNamespacedSecretAsync(Namespace, labelSelector: selector, cancellationToken: token)).Items.Select(part => "Secret/" + part.Metadata.Name),
        ];
    }

    public async Task<string> LogOfAsync(string schedule)
    {
        var pods = await PodsAsync("jvmdebug.io/schedule=" + schedule);
        var log = "";
        // Of a pod that no node has taken yet a server does not even say that its log is empty.
        foreach (var pod in pods.Where(pod => pod.Status?.ContainerStatuses is [{ State: { Waiting: null } }, ..]))
        {
            await using var stream = await cluster.Api.CoreV1.ReadNamespacedPodLogAsync(pod.Metadata.Name, Namespace, cancellationToken: TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            log += await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        return log;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var deadline = DateTime.UtcNow + Patience; !await condition(); await Task.Delay(250, TestContext.Current.CancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline, $"Waited in vain until {what}.");
        }
    }

    /// <summary>
    /// This machine as the pods reach it, where servers of the tests' own listen: the address from which it would speak to a node. That
    /// is right where the nodes are on this machine or beside it; elsewhere JVMDEBUG_E2E_ADDRESS says which it is.
    /// </summary>
    public static async Task<IPAddress> AddressAsync(ClusterFixture cluster)
    {
        if (Environment.GetEnvironmentVariable("JVMDEBUG_E2E_ADDRESS") is { Length: > 0 } named)
        {
            return IPAddress.Parse(named);
        }

        var node = (await cluster.Api.CoreV1.ListNodeAsync(cancellationToken: TestContext.Current.CancellationToken)).Items[0];
        var address = IPAddress.Parse(node.Status.Addresses.First(address => address.Type == "InternalIP").Address);
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Of a datagram socket this sends nothing: the kernel chooses a route.
        await socket.ConnectAsync(address, 9, TestContext.Current.CancellationToken);
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }
}
