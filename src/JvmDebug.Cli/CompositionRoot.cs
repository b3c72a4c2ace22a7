using JvmDebug.Cli.Configuration;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Cli.SelfTrace;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli;

/// <summary>Wires what the commands ask for to what does it, by hand.</summary>
internal static partial class CompositionRoot
{
    /// <param name="completionPatience">How long completion may take; two seconds where null.</param>
    public static CommandHandlers Wire(AppConsole console, TimeSpan? completionPatience = null)
    {
        var output = new ResultWriter(console);
        return new CommandHandlers
        {
            Ps = OneOrAll<DebugTarget, IReadOnlyList<ListedJvm>>(
                console, target => target, (_, target) => target, (sessions, _, target, token) => new JvmListing(sessions).RunAsync(target, token), output.Write, output.WriteAll),
            Jcmd = OneOrAll<JcmdRequest, JcmdResult>(
                console,
                request => request.Target,
                (request, target) => request with { Target = target },
                (sessions, _, request, token) => new JcmdRun(sessions).RunAsync(request.Target, request.Command, request.Patience, token),
                output.Write,
                output.WriteAll),
            JfrCapture = JfrCapture(console, output),
            JfrControl = JfrControl(console),
            JfrSummary = (settings, request, cancellationToken) => ReadingAsync(console, settings, [request.Recordings], (sides, progress) =>
            {
                var result = JfrSummary.Run(sides[0], progress, cancellationToken);
                return () =>
                {
                    if (result.Summaries.Count > 0)
                    {
                        output.Write(result.Summaries, settings.Output);
                    }

                    var code = ErrorReporter.Report(result.Failures, console.Stderr, settings.Verbose);
                    var findings = result.Summaries.SelectMany(summary => summary.Summary.Findings!.Findings);
                    return findings.Any(finding => finding.Severity >= request.FailOn) ? ExitCode.Findings : code;
                };
            }, cancellationToken),
            JfrQuery = WireJfrQueries(console),
            Session = WireSessions(console, output),
            JfrStacks = Stacks(console, output),
            Doctor = Doctor(console, output),
            Rbac = Rbac(output),
            Threads = Threads(console),
            Heap = Heap(console, output),
            Schedule = Schedules(console, output),
            Completion = Completion(completionPatience ?? CompletionPatience),
        };
    }

    /// <summary><paramref name="work"/> returns what writes the result, so that no progress line is left beside it.</summary>
    private static Task<ExitCode> InClusterAsync(
        AppConsole console,
        GlobalSettings settings,
        Func<DebugSessionFactory, IProgressReporter, Task<Action>> work,
        CancellationToken cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            await using var sessions = SessionsOf(connect, progress);
            var write = await work(sessions, progress);
            return () =>
            {
                write();
                return ExitCode.Ok;
            };
        }, cancellationToken);

    private static async Task<ExitCode> WithClusterAsync(
        AppConsole console,
        GlobalSettings settings,
        Func<Func<ClusterConnection>, IProgressReporter, Task<Func<ExitCode>>> work,
        CancellationToken cancellationToken)
    {
        await using var trace = await SelfTracing.StartAsync(settings.SelfTrace, console.Stderr);
        Func<ExitCode> write;
        using (var progress = new TracedProgress(ConsoleProgress.For(console, settings.Quiet)))
        {
            await using var announcement = cancellationToken.Register(() =>
                progress.Interrupt("Cancelled; undoing what was begun (a second time leaves it to the pod, which does it later)."));
            using var cluster = new ClusterOnDemand(settings.Cluster);
            write = await work(cluster.Connect, progress);
            progress.Done();
        }

        return write();
    }

    // What the user has configured holds for every command, so nothing else makes these two.
    private static DebugSessionFactory SessionsOf(Func<ClusterConnection> connect, IProgressReporter progress) => new(connect, progress, UserConfiguration.Load());

    private static Fleet FleetOf(Func<ClusterConnection> connect, IProgressReporter progress) => new(connect, progress, UserConfiguration.Load());
}
