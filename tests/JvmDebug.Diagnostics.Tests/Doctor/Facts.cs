using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes.Nodes;
using k8s;
using k8s.Models;

namespace JvmDebug.Diagnostics.Tests.Doctor;

/// <summary>Facts as the API server and the script would give them.</summary>
internal static class Facts
{
    public const string Line = "1\t1\t65532\t65532\t0000000000000000\t0000000181005ccf\t0000000000000000\tjava\u001f-cp\u001f/app\u001fdemo.Busy\u001f";

    /// <param name="container">Fields of container "app", as JSON after a comma.</param>
    /// <param name="spec">Fields of the pod's spec.</param>
    /// <param name="status">Fields of the pod's status.</param>
    public static ClusterFacts Of(string container = "", string spec = "", string status = "\"phase\": \"Running\"", string metadata = "", string containerStatus = "") => new()
    {
        Server = ServerVersion.Parse("v1.36.2", "1", "36"),
        Container = "app",
        Pod = KubernetesJson.Deserialize<V1Pod>($$"""
            {"metadata": {"name": "cart-0", "namespace": "shop" {{metadata}}},
             "spec": {"containers": [{"name": "app", "image": "cart:1" {{container}} }], "nodeName": "node1" {{spec}} },
             "status": {"containerStatuses": [{"name": "app", "image": "cart:1", "imageID": "", "ready": true, "restartCount": 0,
                "containerID": "containerd://0123456789abcdef", "state": {"running": {} } {{containerStatus}} }], {{status}} } }
            """),
    };

    /// <summary>What stat says of a disk with so many bytes free beside the tenth that must stay so.</summary>
    public static string Disk(long room) => $"{(room / 4096) + 10_000_000} 100000000 4096 overlayfs";

    public static JvmFacts Jvm(string? obstacle = null, string java = "17.0.15", string kind = "hotspot") => new()
    {
        Scan = JvmScan.ParseProcess(Line).WithProbe($"{obstacle ?? "-"} {java} 65532 65532 0000000000000000 {kind}"),
        Container = "app",
        Debugger = "jvmdebug-x",
        Room = 10L << 30,
        HeapDumpPlaces = [Disk(10L << 30), Disk(5L << 30)],
        Resident = 300L << 20,
        HeapUsed = 100L << 20,
        MemoryLeft = 300L << 20,
        MemoryNeeded = 6L << 20,
        Tool = obstacle is null ? "jattach" : null,
        HasRecorder = true,
        Recordings = obstacle is null ? "No available recordings.\n" : null,
    };
}
