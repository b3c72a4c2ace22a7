using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Http;

internal sealed partial class ResourceHandler
{
    // A real server closes a watch after half an hour to an hour when the client names no time.
    private static readonly TimeSpan _longestWatch = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan _bookmarkBeforeEnd = TimeSpan.FromSeconds(2);

    private async Task WatchAsync(HttpContext context, ResourceType type, RequestInfo request)
    {
        var query = context.Request.Query;
        var output = new WatchOutput(context, type, TablesFor(context, type));
        var since = await StartAsync(output, type, request, query);
        if (since is not { } revision)
        {
            return;
        }

        var time = long.TryParse(query["timeoutSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : _longestWatch;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        end.CancelAfter(time);
        var bookmark = RequestInfo.Asked(context.Request, "allowWatchBookmarks") && time > _bookmarkBeforeEnd
            ? time - _bookmarkBeforeEnd
            : Timeout.InfiniteTimeSpan;
        try
        {
            await ForwardAsync(output, type, Scope(type, request), Selection.Parse(query), revision, bookmark, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The time is up or the client has left; either way the stream just ends.
        }
    }

    // Without a resource version the watch starts with what there is; else from there, if that is not too long ago.
    private async Task<long?> StartAsync(WatchOutput output, ResourceType type, RequestInfo request, IQueryCollection query)
    {
        var asked = query["resourceVersion"].ToString();
        if (asked.Length > 0 && asked != "0")
        {
            if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var since))
            {
                throw ApiStatus.BadRequest($"Invalid value: \"{asked}\": strconv.ParseUint: parsing \"{asked}\": invalid syntax");
            }

            if (since >= registry.Store.OldestRevision)
            {
                await output.StartAsync();
                return since;
            }

            await output.SendAsync("ERROR", ApiStatus.Expired(asked, registry.Store.OldestRevision).ToStatus());
            return null;
        }

        var selection = Selection.Parse(query);
        var (items, revision) = registry.Store.List(type.Plural, Scope(type, request));
        await output.StartAsync();
        foreach (var item in items.Where(selection.Matches))
        {
            await output.SendObjectAsync("ADDED", item);
        }

        if (query["allowWatchBookmarks"] is ["true" or "1"])
        {
            await output.BookmarkAsync(revision, new JsonObject { ["k8s.io/initial-events-end"] = "true" });
        }

        return revision;
    }

    private async Task ForwardAsync(
        WatchOutput output, ResourceType type, string? ns, Selection selection, long revision, TimeSpan bookmark, CancellationToken cancellationToken)
    {
        await using var changes = registry.Store.WatchAsync(type.Plural, revision, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var due = Task.Delay(bookmark, cancellationToken);
        for (var next = changes.MoveNextAsync().AsTask(); ;)
        {
            // At the end both are cancelled, and the iterator must have stopped before it is disposed of.
            if (await Task.WhenAny(next, due) == due && !cancellationToken.IsCancellationRequested)
            {
                await output.BookmarkAsync(registry.Store.Revision, null);
                due = Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                continue;
            }

            await next;
            if (ns is null or "" || changes.Current.Key.Namespace == ns)
            {
                await ForwardOneAsync(output, selection, changes.Current);
            }

            next = changes.MoveNextAsync().AsTask();
        }
    }

    // An object that begins or ceases to match appears or disappears as far as the client can see.
    private static async Task ForwardOneAsync(WatchOutput output, Selection selection, StoreEvent change)
    {
        var matched = change.Old is { } old ? selection.Matches(old) : change.Type == "DELETED";
        switch (selection.Matches(change.Value), matched)
        {
            case (true, true):
                await output.SendObjectAsync(change.Type, change.Value);
                break;
            case (true, false):
                await output.SendObjectAsync("ADDED", change.Value);
                break;
            case (false, true) when change.Type == "MODIFIED":
                await output.SendObjectAsync("DELETED", change.Value);
                break;
            default:
                break;
        }
    }
}
