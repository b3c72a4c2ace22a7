using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Grpc.Core;
using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Node.Pods;

namespace JvmDebug.TestCluster.Node;

/// <summary>What a kubelet serves on its port 10250.</summary>
internal sealed partial class Kubelet : INode
{
    private const string Containerd = "containerd://";

    public async Task<Uri> ExecAsync(
        JsonObject pod, string container, IReadOnlyList<string> command, bool stdin, bool stdout, bool stderr, bool tty, CancellationToken cancellationToken)
    {
        var status = Status(pod, container);
        if (status.At("state", "running") is null || status.Text("containerID") is not { } id)
        {
            throw new NodeException($"container not found (\"{container}\")");
        }

        var request = new ExecRequest { ContainerId = id[Containerd.Length..], Stdin = stdin, Stdout = stdout, Stderr = stderr && !tty, Tty = tty };
        request.Cmd.Add(command);
        try
        {
            var answer = await cri.Runtime.ExecAsync(request, cancellationToken: cancellationToken);
            return new Uri(answer.Url);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(e.Status.Detail);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLogAsync(
        JsonObject pod, string container, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = new Pod(pod);
        var status = Status(pod, container);
        var file = Path.Combine(SandboxConfigs.LogDirectory(view, paths), container, $"{status.Number("restartCount") ?? 0}.log");
        if (status.Text("containerID") is null || !File.Exists(file))
        {
            var reason = status.Text("state", "waiting", "reason") ?? "ContainerCreating";
            throw new NodeException($"container \"{container}\" in pod \"{view.Name}\" is waiting to start: {reason}");
        }

        var id = status.Text("containerID");
        bool IsOver() => Status(pod, container) is var now && (now.Text("containerID") != id || now.At("state", "running") is null);
        await foreach (var line in ContainerLog.ReadAsync(file, follow ? IsOver : null, cancellationToken))
        {
            yield return line;
        }
    }

    // The newest status: the caller's copy may be older than the container.
    private JsonObject? Status(JsonObject pod, string container)
    {
        var current = store.Get(new Pod(pod).Key);
        return new[] { "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" }
            .SelectMany(field => current.Objects("status", field))
            .FirstOrDefault(s => s.Text("name") == container);
    }
}
