using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace JvmDebug.TestCluster.Store;

/// <summary>What etcd and the watch cache are to a real API server: objects as JSON, one revision counter, change events.</summary>
/// <param name="historySize">How many changes a watch can go back.</param>
internal sealed class ObjectStore(int historySize = 5000)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<StoreEvent> _history = [];
    private readonly List<Channel<StoreEvent>> _watchers = [];
    private long _revision = 1;

    public long Revision
    {
        get
        {
            lock (_lock)
            {
                return _revision;
            }
        }
    }

    /// <summary>The oldest revision a watch can start from; below it the answer is 410 Gone.</summary>
    public long OldestRevision { get; private set; } = 1;

    public JsonObject? Get(ObjectKey key)
    {
        lock (_lock)
        {
            return _objects.TryGetValue(key.ToString(), out var found) ? Copy(found) : null;
        }
    }

    /// <summary>All objects of a resource, in one namespace or (null) in all, and the revision they were read at.</summary>
    public (IReadOnlyList<JsonObject> Items, long Revision) List(string resource, string? ns)
    {
        var prefix = ns is null ? resource + "/" : $"{resource}/{ns}/";
        lock (_lock)
        {
            return ([.. _objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(o => Copy(o.Value))], _revision);
        }
    }

    /// <summary>Adds an object; null if the name is taken.</summary>
    public JsonObject? Create(ObjectKey key, JsonObject value)
    {
        lock (_lock)
        {
            return _objects.ContainsKey(key.ToString()) ? null : Put(key, value, "ADDED");
        }
    }

    /// <summary>
    /// Applies <paramref name="change"/> to the newest version under the lock; null if the object is gone. The change
    /// must be quick and must not call the store. An exception it throws leaves the object as it was.
    /// </summary>
    public JsonObject? Update(ObjectKey key, Func<JsonObject, JsonObject> change)
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(key.ToString(), out var old))
            {
                return null;
            }

            return PutChanged(key, old, change(Copy(old)));
        }
    }

    /// <summary>
    /// Puts in the next version of an object, for changes that are too long for <see cref="Update"/> or ask the store; null if the
    /// object is not at <paramref name="version"/> any more, or gone.
    /// </summary>
    public JsonObject? Replace(ObjectKey key, string version, JsonObject next)
    {
        lock (_lock)
        {
            return _objects.TryGetValue(key.ToString(), out var old) && (string?)old["metadata"]!["resourceVersion"] == version
                ? PutChanged(key, old, Copy(next))
                : null;
        }
    }

    public JsonObject? Delete(ObjectKey key)
    {
        lock (_lock)
        {
            if (!_objects.Remove(key.ToString(), out var old))
            {
                return null;
            }

            // A copy: watchers may still have the old one before them.
            var last = Copy(old);
            last["metadata"]!["resourceVersion"] = (++_revision).ToString(CultureInfo.InvariantCulture);
            Publish(new StoreEvent("DELETED", key, last, _revision));
            return Copy(last);
        }
    }

    /// <summary>Changes after <paramref name="sinceRevision"/>, in order, until cancelled.</summary>
    public async IAsyncEnumerable<StoreEvent> WatchAsync(
        string resource, long sinceRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<StoreEvent>();
        lock (_lock)
        {
            foreach (var past in _history.Where(e => e.Revision > sinceRevision))
            {
                channel.Writer.TryWrite(past);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                if (change.Key.Resource == resource)
                {
                    yield return change with { Value = Copy(change.Value) };
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();

    private JsonObject PutChanged(ObjectKey key, JsonObject old, JsonObject next)
    {
        next["metadata"]!["resourceVersion"] = old["metadata"]!["resourceVersion"]!.DeepClone();
        return JsonNode.DeepEquals(old, next) ? Copy(old) : Put(key, next, "MODIFIED");
    }

    private JsonObject Put(ObjectKey key, JsonObject value, string type)
    {
        var stored = Copy(value);
        stored["metadata"]!["resourceVersion"] = (++_revision).ToString(CultureInfo.InvariantCulture);
        var old = _objects.GetValueOrDefault(key.ToString());
        _objects[key.ToString()] = stored;
        Publish(new StoreEvent(type, key, stored, _revision, old));
        return Copy(stored);
    }

    private void Publish(StoreEvent change)
    {
        _history.Add(change);
        if (_history.Count > historySize)
        {
            OldestRevision = _history[0].Revision;
            _history.RemoveAt(0);
        }

        foreach (var watcher in _watchers)
        {
            watcher.Writer.TryWrite(change);
        }
    }
}

/// <summary>Resource in the plural as in the URL (<c>pods</c>); the namespace is empty for cluster-scoped resources.</summary>
internal sealed record ObjectKey(string Resource, string Namespace, string Name)
{
    public override string ToString() => $"{Resource}/{Namespace}/{Name}";
}

/// <summary>One change; <paramref name="Type"/> is ADDED, MODIFIED or DELETED as in the watch protocol.</summary>
/// <remarks><paramref name="Old"/> is what a MODIFIED object was before; a watch with a selector needs it.</remarks>
internal sealed record StoreEvent(string Type, ObjectKey Key, JsonObject Value, long Revision, JsonObject? Old = null);
