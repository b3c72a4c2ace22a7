using System.Net;
using k8s.Autorest;
using k8s.Models;

namespace JvmDebug.Kubernetes;

/// <summary>Reads long lists in pieces, as kubectl does: a namespace of thousands of pods is more than one answer's worth.</summary>
internal static class Pages
{
    public const int Limit = 500;

    /// <param name="page">Asks for a page: the first with null, a later one with the token of the one before.</param>
    /// <param name="project">What is needed of a page's items; the rest of the page is let go before the next is read.</param>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<TList, TItem, T>(
        ClusterErrors errors,
        string what,
        Func<string?, CancellationToken, Task<TList>> page,
        Func<IEnumerable<TItem>, IEnumerable<T>> project,
        CancellationToken cancellationToken)
        where TList : IItems<TItem>, IMetadata<V1ListMeta>
    {
        try
        {
            return await ReadOnceAsync();
        }
        catch (ClusterException e) when (IsExpired(e))
        {
            // The server keeps the state that the pages are of for five minutes, less where it compacts.
            return await ReadOnceAsync();
        }

        async Task<IReadOnlyList<T>> ReadOnceAsync()
        {
            var found = new List<T>();
            string? next = null;
            do
            {
                var from = next;
                var list = await errors.RunAsync(what, token => page(from, token), cancellationToken);
                found.AddRange(project(list.Items ?? []));
                next = list.Metadata?.ContinueProperty;
            }
            while (!string.IsNullOrEmpty(next));
            return found;
        }
    }

    private static bool IsExpired(ClusterException e) => e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Gone };
}
