using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Node.Pods;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Node;

/// <summary>A node with a store of its own, and what tests do with it.</summary>
internal sealed class RunningNode(NodeHost host, ObjectStore store) : IAsyncDisposable
{
    public ObjectStore Store { get; } = store;

    public NodeHost Host { get; } = host;

    public static async Task<RunningNode> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var images = Directory.CreateDirectory(Path.Combine(directory, "images")).FullName;
        TinyImage.WritePause(images);
        TinyImage.WriteBusybox(images, TinyImage.Busybox);
        TinyImage.WriteBusybox(images, "localhost/named-user:1", "app", "root:x:0:0::/:/bin/sh\napp:x:1234:4321::/:/bin/sh\n");
        var store = new ObjectStore();
        var options = new NodeOptions(Path.Combine(directory, "cluster"), images)
        {
            RetryPeriod = TimeSpan.FromSeconds(1),
            RequestToken = (request, _) => Task.FromResult(new ServiceAccountCredential($"token-of-{request.ServiceAccount}", "certificate", request.Expiration)),
        };
        return new RunningNode(await NodeHost.StartAsync(store, options, cancellationToken), store);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public JsonObject Add(TestPod pod) =>
        Store.Create(pod.Key, pod.Build()) ?? throw new InvalidOperationException($"there is a pod {pod.Key} already");

    /// <summary>The pod as soon as it is as wanted; every version in between is looked at.</summary>
    public async Task<JsonObject> WaitAsync(TestPod pod, Func<JsonObject, bool> wanted, CancellationToken cancellationToken)
    {
        await foreach (var change in Store.WatchAsync("pods", 0, cancellationToken))
        {
            if (change.Key == pod.Key && change.Type != "DELETED" && wanted(change.Value))
            {
                return change.Value;
            }
        }

        throw new InvalidOperationException("the watch ended");
    }

    public async Task<JsonObject> RunAsync(TestPod pod, CancellationToken cancellationToken)
    {
        Add(pod);
        return await WaitAsync(pod, p => p.Text("status", "phase") is "Running" or "Succeeded" or "Failed", cancellationToken);
    }

    /// <summary>Adds an ephemeral container as the API server does, and waits until its state has one of the wanted keys or reasons.</summary>
    public async Task<JsonObject> DebugAsync(TestPod pod, JsonObject container, string wanted, CancellationToken cancellationToken)
    {
        Store.Update(pod.Key, p =>
        {
            var spec = p["spec"]!.AsObject();
            (spec["ephemeralContainers"] ??= new JsonArray()).AsArray().Add(container.DeepClone());
            return p;
        });
        var name = container.Text("name")!;
        var found = await WaitAsync(
            pod, p => Ephemeral(p, name).At("state", wanted) is not null || Ephemeral(p, name).Text("state", "waiting", "reason") == wanted, cancellationToken);
        return Ephemeral(found, name)!;
    }

    public static JsonObject? Ephemeral(JsonObject pod, string name) =>
        pod.Objects("status", "ephemeralContainerStatuses").FirstOrDefault(c => c.Text("name") == name);

    public async Task<string> LogAsync(TestPod pod, string container, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var line in Host.Node.ReadLogAsync(Store.Get(pod.Key)!, container, follow: true, cancellationToken))
        {
            text.Append(Encoding.UTF8.GetString(line.Span)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The log of a pod whose only container runs a script to its end.</summary>
    public async Task<string> OutputAsync(TestPod pod, CancellationToken cancellationToken)
    {
        Add(pod);
        await WaitAsync(pod, p => p.Text("status", "phase") is "Succeeded" or "Failed", cancellationToken);
        return await LogAsync(pod, "app", cancellationToken);
    }
}
