using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>A node without containers: it says that everything runs, and lets deleted pods go.</summary>
internal sealed class FakeKubelet(ObjectStore store) : INode, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public void Start() => _work = RunAsync(_stop.Token);

    public Task<Uri> ExecAsync(
        JsonObject pod, string container, IReadOnlyList<string> command, bool stdin, bool stdout, bool stderr, bool tty, CancellationToken cancellationToken) =>
        throw new NodeException("container not running");

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLogAsync(
        JsonObject pod, string container, bool follow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "ready"u8.ToArray();
        await Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in store.WatchAsync("pods", 0, cancellationToken))
        {
            if (change.Type == "DELETED")
            {
                continue;
            }

            if (change.Value.IsTerminating())
            {
                store.Delete(change.Key);
            }
            else
            {
                store.Update(change.Key, Running);
            }
        }
    }

    private static JsonObject Running(JsonObject pod)
    {
        pod.Child("spec")["nodeName"] = "node1";
        var status = pod.Child("status");
        status["phase"] = "Running";
        status["podIP"] = "10.88.0.14";
        status["containerStatuses"] = Statuses(pod, "containers", true);
        if (pod.Objects("spec", "ephemeralContainers").Count > 0)
        {
            status["ephemeralContainerStatuses"] = Statuses(pod, "ephemeralContainers", false);
        }

        status["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True", ["lastTransitionTime"] = pod.Text("metadata", "creationTimestamp") });
        return pod;
    }

    private static JsonArray Statuses(JsonObject pod, string list, bool ready) =>
    [
        .. pod.Objects("spec", list).Select(c => new JsonObject
        {
            ["name"] = c.Text("name"),
            ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = pod.Text("metadata", "creationTimestamp") } },
            ["ready"] = ready,
            ["restartCount"] = 0,
            ["image"] = c.Text("image"),
            ["imageID"] = "",
        }),
    ];
}
