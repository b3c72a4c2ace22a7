using System.Net;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>A namespace of one test's own; deleted with all that is in it, once its targets are seen to be as before.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan InspectionTimeout = TimeSpan.FromMinutes(1);

    // Whom the tokens of narrowed rights are of.
    private const string Limited = "limited";

    private readonly ClusterFixture _cluster;
    private readonly List<TargetPod> _targets = [];
    private bool _disposed;

    private TestNamespace(ClusterFixture cluster, string name) => (_cluster, Name) = (cluster, name);

    /// <summary>The rights that the README asks for.</summary>
    public static V1PolicyRule[] EverythingACaptureNeeds { get; } =
    [
        new V1PolicyRule { ApiGroups = [""], Resources = ["pods"], Verbs = ["get"] },
        new V1PolicyRule { ApiGroups = [""], Resources = ["pods/ephemeralcontainers"], Verbs = ["patch"] },
        new V1PolicyRule { ApiGroups = [""], Resources = ["pods/exec"], Verbs = ["get", "create"] },
    ];

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(ClusterFixture cluster, string? podSecurity = null)
    {
        var name = "e2e-" + Guid.NewGuid().ToString("N")[..8];
        // Said in any case: a cluster may have another default, and print warnings of what it would rather have.
        var labels = new[] { "enforce", "warn" }.ToDictionary(mode => "pod-security.kubernetes.io/" + mode, _ => podSecurity ?? "privileged");
        await cluster.Api.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name, Labels = labels } }, cancellationToken: TestContext.Current.CancellationToken);
        var created = new TestNamespace(cluster, name);
        cluster.Namespaces.Add(created);
        await cluster.User.GrantAsync(new JvmDebugBinary(cluster, Path.GetTempPath()), name);
        await created.AccountAsync();
        return created;
    }

    // A controller makes it, and pods are refused until it has.
    private async Task AccountAsync()
    {
        for (var deadline = DateTime.UtcNow + ReadyTimeout; ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            try
            {
                await _cluster.Api.CoreV1.ReadNamespacedServiceAccountAsync("default", Name, cancellationToken: TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
            {
                Assert.True(DateTime.UtcNow < deadline, $"Namespace {Name} has no ServiceAccount.");
            }
        }
    }

    /// <summary>Creates a pod and waits until its containers run and its JVMs have said "ready" where they say it.</summary>
    public async Task<TargetPod> RunAsync(PodBuilder builder, bool waitForReady = true)
    {
        var pod = builder.Build(Name);
        await _cluster.Api.CoreV1.CreateNamespacedPodAsync(pod, Name, cancellationToken: TestContext.Current.CancellationToken);
        var target = new TargetPod(_cluster, Name, pod.Metadata.Name, builder.ReadyLine);
        if (waitForReady)
        {
            await ReadyAsync(target, builder);
        }

        return target;
    }

    public async Task<IReadOnlyList<string>> DebugContainersAsync(string pod)
    {
        var read = await _cluster.Api.CoreV1.ReadNamespacedPodAsync(pod, Name, cancellationToken: TestContext.Current.CancellationToken);
        return [.. (read.Spec.EphemeralContainers ?? []).Select(c => c.Name).Where(name => name.StartsWith(DebugContainerBuilder.NamePrefix, StringComparison.Ordinal))];
    }

    /// <summary>A Deployment of that pod, all of them running and observed.</summary>
    public async Task<IReadOnlyList<TargetPod>> DeployAsync(PodBuilder builder, string name, int replicas)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var deployment = builder.BuildDeployment(Name, name, replicas);
        await _cluster.Api.AppsV1.CreateNamespacedDeploymentAsync(deployment, Name, cancellationToken: cancellationToken);
        IList<V1Pod> pods = [];
        for (var deadline = DateTime.UtcNow + ReadyTimeout; pods.Count < replicas; await Task.Delay(200, cancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline, $"Only {pods.Count} of {replicas} pods of {name} are there.");
            pods = (await _cluster.Api.CoreV1.ListNamespacedPodAsync(Name, labelSelector: "app=" + name, cancellationToken: cancellationToken)).Items;
        }

        var targets = pods.Select(pod => new TargetPod(_cluster, Name, pod.Metadata.Name, builder.ReadyLine)).ToList();
        foreach (var target in targets)
        {
            await ReadyAsync(target, builder);
        }

        return targets;
    }

    /// <summary>A token that may do what the rules say, and nothing else.</summary>
    public async Task<string> TokenWithAsync(params V1PolicyRule[] rules)
    {
        const string name = Limited;
        var cancellationToken = TestContext.Current.CancellationToken;
        var api = _cluster.Api;
        await api.RbacAuthorizationV1.CreateNamespacedRoleAsync(new V1Role { Metadata = new V1ObjectMeta { Name = name }, Rules = [.. rules] }, Name, cancellationToken: cancellationToken);
        await api.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new V1RoleBinding
            {
                Metadata = new V1ObjectMeta { Name = name },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = name },
                Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = name, NamespaceProperty = Name }],
            },
            Name,
            cancellationToken: cancellationToken);
        var token = await TokenOfAsync(name);
        await Rights.HoldAsync(api, $"{Name}:{name}", Name, rules.SelectMany(Rights.Each), allowed: true);
        return token;
    }

    /// <summary>Takes away the account that a token is of, and with it the token; a server may remember it for some seconds.</summary>
    public async Task RevokeAsync(string token)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _cluster.Api.CoreV1.DeleteNamespacedServiceAccountAsync(Limited, Name, cancellationToken: cancellationToken);
        for (var deadline = DateTime.UtcNow + ReadyTimeout; ; await Task.Delay(200, cancellationToken))
        {
            var run = await new JvmDebugBinary(_cluster, Path.GetTempPath()).RunAsync("ps", "nobody", "-n", Name, "--token", token, "-q");
            if (run.Stderr.Contains("did not accept the credentials", StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"The server still takes the token of an account that is gone: {run}");
        }
    }

    /// <summary>The token of a new ServiceAccount, which may do nothing yet.</summary>
    public async Task<string> TokenOfAsync(string account)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var api = _cluster.Api.CoreV1;
        await api.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = account } }, Name, cancellationToken: cancellationToken);
        var answer = await api.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { ExpirationSeconds = 600 } }, account, Name, cancellationToken: cancellationToken);
        return answer.Status.Token;
    }

    /// <summary>
    /// Deletes it, after a last look at every target. What is found there is told when the test's own outcome is known
    /// (<see cref="EndToEndTest.DisposeAsync"/>): thrown here it would hide the failure that led to it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using var patience = new CancellationTokenSource(InspectionTimeout);
        foreach (var target in _targets)
        {
            try
            {
                _cluster.LeftBehind.AddRange(await target.TracesAsync(patience.Token));
            }
            catch (Exception e) when (e is ClusterException or HttpOperationException or OperationCanceledException)
            {
                _cluster.LeftBehind.Add($"{target.Name} could not be looked at: {e.Message}");
            }
        }

        await _cluster.Api.CoreV1.DeleteNamespaceAsync(Name, cancellationToken: CancellationToken.None);
    }

    private async Task ReadyAsync(TargetPod target, PodBuilder builder)
    {
        await target.WaitRunningAsync(ReadyTimeout);
        if (builder.ReadyLine is { } line)
        {
            await target.WaitForLogAsync(line, ReadyTimeout);
        }

        await target.ObserveAsync();
        _targets.Add(target);
    }
}
