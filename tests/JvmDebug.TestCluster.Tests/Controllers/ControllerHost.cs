using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Namespaces;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Controllers;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Controllers;

/// <summary>The controllers with a store, the namespace <c>default</c> and a kubelet that pretends.</summary>
internal sealed class ControllerHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ControllerManager _controllers;
    private readonly Task[] _running;

    public ControllerHost()
    {
        var store = new ObjectStore();
        Registry = new ObjectRegistry(store, Strategies.For(store));
        Create(ResourceCatalog.Namespaces, """{"metadata":{"name":"default"}}""");
        new NamespaceController(Registry, "").Populate("default");
        _controllers = new ControllerManager(Registry, Clock);
        _running =
        [
            Task.Run(() => _controllers.RunAsync(_stop.Token)),
            Task.Run(() => new FakeKubelet(store).RunAsync(_stop.Token)),
        ];
    }

    public ObjectRegistry Registry { get; }

    public TestClock Clock { get; } = new();

    public JsonObject Create(ResourceType type, string json) =>
        Registry.Create(type, "default", JsonNode.Parse(json)!.AsObject(), new WriteContext("test"));

    public JsonObject Get(ResourceType type, string name) => Registry.Get(type, "default", name);

    public IReadOnlyList<JsonObject> List(ResourceType type) => Registry.Store.List(type.Plural, "default").Items;

    public void Update(ResourceType type, string name, Action<JsonObject> change) =>
        Registry.Update(
            type,
            "default",
            name,
            "",
            value =>
            {
                change(value);
                return value;
            },
            new WriteContext("test"));

    public void Delete(ResourceType type, string name, bool orphan = false) => Registry.Delete(type, "default", name, new DeleteOptions(Orphan: orphan));

    /// <summary>Waits until the state is as expected, for as long as the test may run.</summary>
    public async Task UntilAsync(Func<ControllerHost, bool> expected, CancellationToken cancellationToken)
    {
        while (!expected(this))
        {
            foreach (var task in _running.Where(t => t.IsFaulted))
            {
                await task;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>
    /// Waits until nothing more would happen without a change from outside or of the clock: the kubelet has no pod to see to, and a
    /// whole pass of the controllers that began after that wrote nothing. What is not there then would never come.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        for (var settled = false; !settled;)
        {
            await UntilAsync(host => host.List(ResourceCatalog.Pods).All(FakeKubelet.HasSeenTo), cancellationToken);
            var revision = Registry.Store.Revision;
            await PassAsync(cancellationToken);
            settled = Registry.Store.Revision == revision && List(ResourceCatalog.Pods).All(FakeKubelet.HasSeenTo);
        }
    }

    /// <summary>Waits for a pass of the controllers that began after this call: the first that ends may have begun before.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var goal = _controllers.Passes + 2;
        await UntilAsync(
            host =>
            {
                host._controllers.Wake();
                return host._controllers.Passes >= goal;
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
    }
}
