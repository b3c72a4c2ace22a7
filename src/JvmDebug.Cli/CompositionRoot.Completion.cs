using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    // A person waits with a finger on the Tab key.
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(2);

    private static CompletionHandlers Completion(TimeSpan patience)
    {
        return new CompletionHandlers
        {
            Targets = (settings, kind, cancellationToken) => AskAsync(settings, (names, token) => names.OfKindAsync(kind, token), cancellationToken),
            Namespaces = (settings, cancellationToken) => AskAsync(settings, (names, token) => names.OfNamespacesAsync(token), cancellationToken),
            Containers = (settings, target, cancellationToken) => AskAsync(settings, (names, token) => names.OfContainersAsync(target.Name, target.Selector, token), cancellationToken),
            Contexts = (settings, cancellationToken) => OrNothingAsync(patience, _ => Task.FromResult(ClusterConnection.ContextsOf(settings.Cluster)), cancellationToken),
        };

        Task<IReadOnlyList<string>> AskAsync(
            GlobalSettings settings, Func<TargetNames, CancellationToken, Task<IReadOnlyList<string>>> ask, CancellationToken cancellationToken) => OrNothingAsync(
            patience,
            async token =>
            {
                using var cluster = ClusterConnection.Open(settings.Cluster);
                return await ask(new TargetNames(cluster), token);
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> OrNothingAsync(TimeSpan patience, Func<CancellationToken, Task<IReadOnlyList<string>>> ask, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(patience);
        try
        {
            return await ask(end.Token);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            return [];
        }
    }
}
