using System.Text;
using System.Text.RegularExpressions;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>A pod under test, and what can be observed of it without jvmdebug.</summary>
internal sealed partial class TargetPod(ClusterFixture cluster, string ns, string name)
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

    /// <summary>Runs a command in a running debug container and returns what it printed.</summary>
    public async Task<string> InDebugContainerAsync(params string[] command)
    {
        var pod = await GetAsync();
        var debugger = pod.Status.EphemeralContainerStatuses.First(status => status.State?.Running is not null).Name;
        await using var session = await new PodExec(cluster.Admin).StartAsync(new ContainerRef(Namespace, Name, debugger), command, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(session.Stdout, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Asserts what no test may leave in a target: nothing of ours in its /tmp, no attach trigger, no thread dump in its log.
    /// What the JVM keeps itself (its attach socket, its JFR repository, hsperfdata) is its own.
    /// </summary>
    public async Task AssertUntouchedAsync(int pid = 1, string? container = null)
    {
        var log = await LogAsync(container);
        Assert.DoesNotContain("Full thread dump", log, StringComparison.Ordinal);
        var pod = await GetAsync();
        if (pod.Status.EphemeralContainerStatuses?.Any(status => status.State?.Running is not null) != true)
        {
            return;
        }

        var left = await InDebugContainerAsync("sh", "-c", $"u=$(awk '/^Uid/ {{print $3}}' /proc/{pid}/status); g=$(awk '/^Gid/ {{print $3}}' /proc/{pid}/status); c='ls -a /proc/{pid}/root/tmp /proc/{pid}/cwd/'; if [ $(id -u) = $u ]; then $c; else setpriv --reuid $u --regid $g --clear-groups $c; fi 2>&1");
        Assert.DoesNotMatch(OurFiles(), left);
    }

    [GeneratedRegex(@"jvmdebug|\.attach_pid|\.jfr\b|\.jfc\b|Permission denied")]
    private static partial Regex OurFiles();
}
