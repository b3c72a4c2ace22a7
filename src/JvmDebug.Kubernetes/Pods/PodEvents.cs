using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Events on pods: who took what, for whoever looks with <c>kubectl describe pod</c>.</summary>
public sealed class PodEvents(ClusterConnection cluster)
{
    private const int LongestMessage = 1024;

    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public async Task RecordAsync(ContainerRef container, string reason, string message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(message);
        var now = DateTime.UtcNow;
        var record = new Corev1Event
        {
            Metadata = new V1ObjectMeta { GenerateName = container.Pod + ".jvmdebug-", NamespaceProperty = container.Namespace },
            InvolvedObject = new V1ObjectReference
            {
                ApiVersion = "v1",
                Kind = "Pod",
                Name = container.Pod,
                NamespaceProperty = container.Namespace,
                FieldPath = $"spec.containers{{{container.Container}}}",
            },
            Type = "Normal",
            Reason = reason,
            Message = message.Length <= LongestMessage ? message : message[..LongestMessage],
            Source = new V1EventSource { Component = "jvmdebug" },
            FirstTimestamp = now,
            LastTimestamp = now,
            Count = 1,
        };
        await cluster.Errors.RunAsync(
            $"write an Event on pod {container.Namespace}/{container.Pod}",
            token => cluster.Client.CoreV1.CreateNamespacedEventAsync(record, container.Namespace, cancellationToken: token),
            cancellationToken);
    }
}
