using System.Net;
using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>A pod under test, and what can be observed of it without jvmdebug.</summary>
internal sealed partial class TargetPod(ClusterFixture cluster, string ns, string name, string? readyLine)
{
    public string Namespace { get; } = ns;

    public string Name { get; } = name;

    public Task<V1Pod> GetAsync() => cluster.Api.CoreV1.ReadNamespacedPodAsync(Name, Namespace, cancellationToken: TestContext.Current.CancellationToken);

    public async Task WaitRunningAsync(TimeSpan timeout)
    {
        var deadline = DateTime.UtcNow + timeout;
        while (true)
        {
            var pod = await GetAsync();
            if (pod.Status?.Phase == "Running" && pod.Status.ContainerStatuses?.All(status => status.State?.Running is not null) == true)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"{Name} does not run: {string.Join("; ", (pod.Status?.ContainerStatuses ?? []).Select(s => s.State?.Waiting?.Message ?? s.State?.Terminated?.Reason))}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public async Task WaitForLogAsync(string line, TimeSpan timeout)
    {
        var deadline = DateTime.UtcNow + timeout;
        while (!(await LogAsync()).Contains(line, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < deadline, $"{Name} never said '{line}': {await LogAsync()}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public async Task<string> LogAsync(string? container = null)
    {
        var first = (await GetAsync()).Spec.Containers[0].Name;
        await using var stream = await cluster.Api.CoreV1.ReadNamespacedPodLogAsync(Name, Namespace, container ?? first, cancellationToken: TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The debug containers of jvmdebug's in the pod, running or not.</summary>
    public async Task<IReadOnlyList<V1ContainerStatus>> DebugContainerStatusesAsync() =>
        [.. ((await GetAsync()).Status.EphemeralContainerStatuses ?? []).Where(status => status.Name.StartsWith(DebugContainerBuilder.NamePrefix, StringComparison.Ordinal))];

    // Null if a test has deleted it: then there is nothing to leave anything in.
    private async Task<V1Pod?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pod = await cluster.Api.CoreV1.ReadNamespacedPodAsync(Name, Namespace, cancellationToken: cancellationToken);
            return pod.Metadata.DeletionTimestamp is null ? pod : null;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
