using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Writes core/v1 events about pods; the same event again only counts up, as client-go's correlator does.</summary>
internal sealed class EventRecorder(ObjectStore store, NodeOptions options)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Normal(Pod pod, string? fieldPath, string reason, string message) => Record(pod, fieldPath, "Normal", reason, message, "kubelet");

    public void Warning(Pod pod, string? fieldPath, string reason, string message) => Record(pod, fieldPath, "Warning", reason, message, "kubelet");

    public void Scheduled(Pod pod) =>
        Record(pod, null, "Normal", "Scheduled", $"Successfully assigned {pod.Namespace}/{pod.Name} to {options.NodeName}", "default-scheduler");

    private void Record(Pod pod, string? fieldPath, string type, string reason, string message, string component)
    {
        var now = DateTimeOffset.UtcNow;
        var identity = string.Join('\0', pod.Uid, fieldPath, type, reason, message);
        lock (_lock)
        {
            if (_names.TryGetValue(identity, out var known) && Repeat(new ObjectKey("events", pod.Namespace, known), now))
            {
                return;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{pod.Name}.{now.UtcTicks:x16}{_names.Count & 0xff:x2}");
            _names[identity] = name;
            store.Create(new ObjectKey("events", pod.Namespace, name), Build(pod, fieldPath, type, reason, message, component, name, now));
        }
    }

    private bool Repeat(ObjectKey key, DateTimeOffset now) => store.Update(key, e =>
    {
        e["count"] = (e.Number("count") ?? 0) + 1;
        e["lastTimestamp"] = Json.Time(now);
        return e;
    }) is not null;

    private JsonObject Build(
        Pod pod, string? fieldPath, string type, string reason, string message, string component, string name, DateTimeOffset now)
    {
        var involved = new JsonObject
        {
            ["kind"] = "Pod",
            ["namespace"] = pod.Namespace,
            ["name"] = pod.Name,
            ["uid"] = pod.Uid,
            ["apiVersion"] = "v1",
            ["resourceVersion"] = pod.Json.Text("metadata", "resourceVersion"),
        };
        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        var isKubelet = component == "kubelet";
        return new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = pod.Namespace,
                ["uid"] = Guid.NewGuid().ToString(),
                ["creationTimestamp"] = Json.Time(now),
            },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = isKubelet ? new JsonObject { ["component"] = component, ["host"] = options.NodeName } : new JsonObject { ["component"] = component },
            ["firstTimestamp"] = Json.Time(now),
            ["lastTimestamp"] = Json.Time(now),
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = isKubelet ? options.NodeName : "",
        };
    }
}
