using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>A namespace of one test's own; deleted with all that is in it.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);

    private readonly ClusterFixture _cluster;

    private TestNamespace(ClusterFixture cluster, string name) => (_cluster, Name) = (cluster, name);

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(ClusterFixture cluster, string? podSecurity = null)
    {
        var name = "e2e-" + Guid.NewGuid().ToString("N")[..8];
        var ns = new V1Namespace { Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string>() } };
        if (podSecurity is not null)
        {
            ns.Metadata.Labels["pod-security.kubernetes.io/enforce"] = podSecurity;
        }

        await cluster.Api.CoreV1.CreateNamespaceAsync(ns, cancellationToken: TestContext.Current.CancellationToken);
        return new TestNamespace(cluster, name);
    }

    /// <summary>Creates a pod and waits until its containers run and its JVMs have said "ready" where they say it.</summary>
    public async Task<TargetPod> RunAsync(PodBuilder builder, bool waitForReady = true)
    {
        var pod = builder.Build(Name);
        await _cluster.Api.CoreV1.CreateNamespacedPodAsync(pod, Name, cancellationToken: TestContext.Current.CancellationToken);
        var target = new TargetPod(_cluster, Name, pod.Metadata.Name);
        if (waitForReady)
        {
            await target.WaitRunningAsync(ReadyTimeout);
            if (builder.SaysReady)
            {
                await target.WaitForLogAsync("busy: ready", ReadyTimeout);
            }
        }

        return target;
    }

    public async Task<IReadOnlyList<string>> DebugContainersAsync(string pod)
    {
        var read = await _cluster.Api.CoreV1.ReadNamespacedPodAsync(pod, Name, cancellationToken: TestContext.Current.CancellationToken);
        return [.. (read.Spec.EphemeralContainers ?? []).Select(c => c.Name)];
    }

    public async ValueTask DisposeAsync() =>
        await _cluster.Api.CoreV1.DeleteNamespaceAsync(Name, cancellationToken: CancellationToken.None);
}
