using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Events on pods, and on what watches them: who took what, for whoever looks with <c>kubectl describe pod</c>.</summary>
public sealed class PodEvents(ClusterConnection cluster)
{
    private const int LongestMessage = 1024;

    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task RecordAsync(ContainerRef container, string reason, string message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        return RecordAsync(
            new V1ObjectReference
            {
                ApiVersion = "v1",
                Kind = "Pod",
                Name = container.Pod,
                NamespaceProperty = container.Namespace,
                FieldPath = $"spec.containers{{{container.Container}}}",
            },
            reason,
            "Normal",
            message,
            cancellationToken);
    }

    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task RecordOnDeploymentAsync(string ns, string name, string reason, bool isNormal, string message, CancellationToken cancellationToken) => RecordAsync(
        new V1ObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = name, NamespaceProperty = ns },
        reason,
        isNormal ? "Normal" : "Warning",
        message,
        cancellationToken);

    /// <summary>Events of one reason on Deployments, the oldest first. The cluster forgets them, after an hour mostly.</summary>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<Corev1Event>> OfDeploymentsAsync(string ns, string reason, CancellationToken cancellationToken)
    {
        var events = await Pages.ReadAsync(
            cluster.Errors,
            $"list the Events '{reason}' in namespace {ns}",
            (next, token) => cluster.Client.CoreV1.ListNamespacedEventAsync(
                ns, fieldSelector: $"involvedObject.kind=Deployment,reason={reason}", limit: Pages.Limit, continueParameter: next, cancellationToken: token),
            (IEnumerable<Corev1Event> items) => items,
            cancellationToken);
        return [.. events.OrderBy(found => found.FirstTimestamp)];
    }

    private async Task RecordAsync(V1ObjectReference about, string reason, string type, string message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var now = DateTime.UtcNow;
        var record = new Corev1Event
        {
            Metadata = new V1ObjectMeta { GenerateName = about.Name + ".jvmdebug-", NamespaceProperty = about.NamespaceProperty },
            InvolvedObject = about,
            Type = type,
            Reason = reason,
            Message = message.Length <= LongestMessage ? message : message[..LongestMessage],
            Source = new V1EventSource { Component = "jvmdebug" },
            FirstTimestamp = now,
            LastTimestamp = now,
            Count = 1,
        };
        await cluster.Errors.RunAsync(
            $"write an Event on {(about.Kind == "Pod" ? "pod" : "deployment")} {about.NamespaceProperty}/{about.Name}",
            token => cluster.Client.CoreV1.CreateNamespacedEventAsync(record, about.NamespaceProperty, cancellationToken: token),
            cancellationToken);
    }
}
