using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>What a real API server fills in: in every pod spec, in templates too, and in pods alone.</summary>
internal static class PodDefaults
{
    private static readonly string[] _outOfOrderTaints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
    private static readonly string[] _probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static void DefaultTemplate(JsonObject spec)
    {
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")).Concat(spec.Objects("ephemeralContainers")))
        {
            DefaultContainer(container);
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            DefaultVolume(volume);
        }

        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        // The deprecated name and the new one say the same.
        if ((spec.Text("serviceAccountName") ?? spec.Text("serviceAccount")) is { } account)
        {
            spec["serviceAccountName"] = account;
            spec["serviceAccount"] = account;
        }

        spec.Child("securityContext");
        spec.Default("schedulerName", "default-scheduler");
    }

    public static void DefaultPod(JsonObject pod)
    {
        var spec = pod.Child("spec");
        DefaultTemplate(spec);
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            DefaultRequests(container);
        }

        spec.Default("enableServiceLinks", true);
    }

    /// <summary>What admission plugins set on a new pod; unlike the defaults above it belongs to no field manager.</summary>
    public static void SetByAdmission(JsonObject pod)
    {
        var spec = pod.Child("spec");
        spec.Default("serviceAccountName", "default");
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        spec.Default("priority", 0);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        if (spec["tolerations"] is not JsonArray tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        foreach (var taint in _outOfOrderTaints)
        {
            if (!tolerations.Any(t => t.Text("key") == taint || (t.At("key") is null && t.Text("operator") == "Exists")))
            {
                tolerations.Add((JsonNode)new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
            }
        }
    }

    public static void DefaultContainer(JsonObject container)
    {
        container.Child("resources");
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", PullPolicy(container.Text("image") ?? ""));
        foreach (var port in container.Objects("ports"))
        {
            port.Default("protocol", "TCP");
        }

        foreach (var reference in container.Objects("env").Select(e => e.At("valueFrom", "fieldRef")).OfType<JsonObject>())
        {
            reference.Default("apiVersion", "v1");
        }

        foreach (var probe in _probes.Select(p => container[p]).OfType<JsonObject>())
        {
            probe.Default("timeoutSeconds", 1);
            probe.Default("periodSeconds", 10);
            probe.Default("successThreshold", 1);
            probe.Default("failureThreshold", 3);
            if (probe["httpGet"] is JsonObject get)
            {
                get.Default("path", "/");
                get.Default("scheme", "HTTP");
            }
        }
    }

    // A limit without a request is a request as well.
    private static void DefaultRequests(JsonObject container)
    {
        if (container.At("resources", "limits") is JsonObject limits)
        {
            var requests = container.Child("resources").Child("requests");
            foreach (var (name, value) in limits)
            {
                requests.Default(name, value!.DeepClone());
            }
        }
    }

    private static void DefaultVolume(JsonObject volume)
    {
        if (volume.Count == 1)
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var source in new[] { "configMap", "secret", "projected", "downwardAPI" }.Select(s => volume[s]).OfType<JsonObject>())
        {
            source.Default("defaultMode", 420);
        }

        (volume["hostPath"] as JsonObject)?.Default("type", "");
        foreach (var token in volume.Objects("projected", "sources").Select(s => s["serviceAccountToken"]).OfType<JsonObject>())
        {
            token.Default("expirationSeconds", 3600);
        }
    }

    private static string PullPolicy(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var latest = !name.Contains('@', StringComparison.Ordinal)
            && (!name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal));
        return latest ? "Always" : "IfNotPresent";
    }
}
