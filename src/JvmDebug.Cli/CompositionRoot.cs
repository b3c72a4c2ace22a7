using JvmDebug.Cli.Output;
using JvmDebug.Cli.SelfTrace;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Cli;

/// <summary>Wires what the commands ask for to what does it, by hand.</summary>
internal static class CompositionRoot
{
    // A person waits with a finger on the Tab key.
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(2);

    public static CommandHandlers Wire(AppConsole console)
    {
        var output = new ResultWriter(console);
        return new CommandHandlers
        {
            Ps = (settings, target, cancellationToken) => InClusterAsync(console, settings, async (sessions, _) =>
            {
                var jvms = await new JvmListing(sessions).RunAsync(target, cancellationToken);
                return () => output.Write(jvms, settings.Output);
            }, cancellationToken),
            Jcmd = (settings, request, cancellationToken) => InClusterAsync(console, settings, async (sessions, _) =>
            {
                var answer = await new JcmdRun(sessions).RunAsync(request.Target, request.Command, cancellationToken);
                return () => output.Write(answer, settings.Output);
            }, cancellationToken),
            JfrCapture = (settings, request, cancellationToken) => InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var capture = await new JfrCapture(sessions, progress).RunAsync(request, cancellationToken);
                return () => output.Write(capture, settings.Output);
            }, cancellationToken),
            JfrSummary = (settings, request, cancellationToken) =>
            {
                var summaries = request.Files.Select(file => (Path.GetFullPath(file), RecordingSummaryReader.Read(file, cancellationToken))).ToList();
                output.Write(summaries, settings.Output);
                return Task.FromResult(ExitCode.Ok);
            },
            PodNames = PodNamesAsync,
        };
    }

    /// <summary><paramref name="work"/> returns what writes the result, so that no progress line is left beside it.</summary>
    private static async Task<ExitCode> InClusterAsync(
        AppConsole console,
        GlobalSettings settings,
        Func<DebugSessionFactory, IProgressReporter, Task<Action>> work,
        CancellationToken cancellationToken)
    {
        await using var trace = await SelfTracing.StartAsync(settings.SelfTrace, console.Stderr);
        Action write;
        using (var progress = new TracedProgress(ConsoleProgress.For(console, settings.Quiet)))
        {
            await using var announcement = cancellationToken.Register(() =>
                progress.Interrupt("Cancelled; undoing what was begun (a second time leaves it to the pod, which does it later)."));
            using var cluster = new ClusterOnDemand(settings.Cluster);
            await using (var sessions = new DebugSessionFactory(cluster.Connect, progress))
            {
                write = await work(sessions, progress);
            }

            progress.Done();
        }

        write();
        return ExitCode.Ok;
    }

    private static async Task<IReadOnlyList<string>> PodNamesAsync(GlobalSettings settings, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CompletionPatience);
        try
        {
            using var cluster = ClusterConnection.Open(settings.Cluster);
            var pods = await new PodClient(cluster).ListAsync(cluster.Namespace, "", patience.Token);
            return [.. pods.Where(pod => pod.Status?.Phase == "Running").Select(pod => pod.Metadata.Name)];
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            return [];
        }
    }
}
