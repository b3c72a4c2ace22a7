using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    // A person waits with a finger on the Tab key.
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(2);

    private static CompletionHandlers Completion { get; } = new()
    {
        Targets = (settings, kind, cancellationToken) => AskAsync(settings, (names, token) => names.OfKindAsync(kind, token), cancellationToken),
        Namespaces = (settings, cancellationToken) => AskAsync(settings, (names, token) => names.OfNamespacesAsync(token), cancellationToken),
        Containers = (settings, target, cancellationToken) => AskAsync(settings, (names, token) => names.OfContainersAsync(target.Name, target.Selector, token), cancellationToken),
        Contexts = (settings, cancellationToken) => OrNothingAsync(_ => Task.FromResult(ClusterConnection.ContextsOf(settings.Cluster)), cancellationToken),
    };

    private static Task<IReadOnlyList<string>> AskAsync(
        GlobalSettings settings, Func<TargetNames, CancellationToken, Task<IReadOnlyList<string>>> ask, CancellationToken cancellationToken) => OrNothingAsync(
        async token =>
        {
            using var cluster = ClusterConnection.Open(settings.Cluster);
            return await ask(new TargetNames(cluster), token);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<string>> OrNothingAsync(Func<CancellationToken, Task<IReadOnlyList<string>>> ask, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CompletionPatience);
        try
        {
            return await ask(patience.Token);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            return [];
        }
    }
}
