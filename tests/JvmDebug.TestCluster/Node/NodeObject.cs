using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node;

/// <summary>The Node object as a kubelet registers it, as far as clients read it.</summary>
internal static class NodeObject
{
    public static async Task RegisterAsync(ObjectStore store, CriClient cri, string name, IPAddress address, CancellationToken cancellationToken)
    {
        var runtime = await cri.Runtime.VersionAsync(new VersionRequest(), cancellationToken: cancellationToken);
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        store.Create(new ObjectKey("nodes", "", name), new JsonObject
        {
            ["kind"] = "Node",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["uid"] = Guid.NewGuid().ToString(),
                ["creationTimestamp"] = ObjectMeta.Now(),
                ["labels"] = new JsonObject { ["kubernetes.io/os"] = "linux", ["kubernetes.io/arch"] = architecture, ["kubernetes.io/hostname"] = name },
            },
            ["spec"] = new JsonObject(),
            ["status"] = new JsonObject
            {
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = address.ToString() }, new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["nodeInfo"] = new JsonObject
                {
                    ["operatingSystem"] = "linux",
                    ["architecture"] = architecture,
                    ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                    ["containerRuntimeVersion"] = $"{runtime.RuntimeName}://{runtime.RuntimeVersion}",
                    ["kubeletVersion"] = "v1.36.2",
                },
            },
        });
    }
}
