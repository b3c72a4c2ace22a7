using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static ThreadsHandlers Threads(AppConsole console)
    {
        var output = new ThreadsWriter(console);
        return new ThreadsHandlers
        {
            Capture = (settings, request, cancellationToken) => request.Dumps.Target.DryRun
                ? DryRunAsync(
                    console,
                    settings,
                    request.Dumps.Target,
                    (sessions, progress, target) => new ThreadDumpCapture(sessions, progress).RunAsync(request.Dumps with { Target = target }, cancellationToken),
                    cancellationToken)
                : SinkLocation.IsSink(request.Dumps.Output)
                    ? CaptureThreadsIntoSinkAsync(console, output, settings, request, cancellationToken)
                    : OpeningAsync(console, settings, open => CaptureThreadsAsync(console, output, settings, request, (directory, _) =>
                    {
                        open(Path.Combine(directory, ThreadsWriter.ReportName));
                        return Task.FromResult(directory);
                    }, cancellationToken), cancellationToken),
            Analyze = async (settings, request, cancellationToken) =>
            {
                var report = await PipedInput.WaitAsync(() => Read(request.Files, console.Stdin, cancellationToken), cancellationToken);
                output.Write(report, settings.Output);
                return ErrorReporter.Report(report, request.FailOnDeadlock, console.Stderr);
            },
        };
    }

    /// <param name="keep">What is done with the directory of the bundle; returns where it is then.</param>
    private static Task<ExitCode> CaptureThreadsAsync(
        AppConsole console,
        ThreadsWriter output,
        GlobalSettings settings,
        ThreadsRequest request,
        Func<string, IProgressReporter, Task<string>> keep,
        CancellationToken cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var target = request.Dumps.Target;
            var directory = FleetDirectory.Create(request.Dumps.Output, target, DateTimeOffset.UtcNow);
            var dumps = request.Dumps with { Output = directory.FullPath };
            var taken = target.All
                ? await FleetOf(connect, progress).RunAsync(
                    target, (member, token) => new ThreadDumpCapture(member.Sessions, member.Progress).RunAsync(dumps with { Target = member.Target }, token), cancellationToken)
                : await OneAsync(connect, progress, dumps, cancellationToken);
            var fleet = taken.WithParts(result => result.Cut);
            directory.WriteManifest("threads", target, fleet, result => result.Artifacts);
            if (cancellationToken.IsCancellationRequested && fleet.Results.Any())
            {
                progress.Warning($"The dumps that were taken before are whole, with their manifest, in {await keep(directory.FullPath, progress)}.");
            }

            cancellationToken.ThrowIfCancellationRequested();
            progress.Stage("Reading the dumps");
            var report = Read([.. fleet.Results.Where(result => result.IsAnalysable).SelectMany(result => result.Files).Select(file => file.Path)], console.Stdin, cancellationToken);
            ThreadsWriter.WriteBundle(report, directory.FullPath);
            var where = await keep(directory.FullPath, progress);
            return () =>
            {
                output.Write(report, settings.Output);
                console.Stderr.WriteLine($"The dumps, analysis.json and report.html are in {TerminalText.Line(where)}");
                var failed = fleet.Failed is [{ Failure: { } failure }] && !target.All
                    ? ErrorReporter.Report(failure, console.Stderr, settings.Verbose, null)
                    : ErrorReporter.Report(fleet, console.Stderr, settings.Verbose);
                var found = ErrorReporter.Report(report, request.FailOnDeadlock, console.Stderr);
                return found == ExitCode.Findings || failed == ExitCode.Ok ? found : failed;
            };
        }, cancellationToken);

    private static ThreadsReport Read(IReadOnlyList<string> paths, Func<Stream> standardInput, CancellationToken cancellationToken)
    {
        var reader = new DumpReader();
        var files = paths.Select(path => path == PipedInput.StandardInput ? reader.Read(path, standardInput(), cancellationToken) : reader.Read(path, cancellationToken)).ToList();
        return new ThreadsReport(DumpAnalysis.Of([.. files.SelectMany(file => file.Dumps)]), files);
    }

    // A failure of the only pod is the command's.
    private static async Task<FleetResult<ThreadDumpResult>> OneAsync(Func<ClusterConnection> connect, IProgressReporter progress, ThreadDumpRequest request, CancellationToken cancellationToken)
    {
        var start = DateTimeOffset.UtcNow;
        await using var sessions = SessionsOf(connect, progress);
        var result = await new ThreadDumpCapture(sessions, progress).RunAsync(request, cancellationToken);
        var took = DateTimeOffset.UtcNow - start;
        return new FleetResult<ThreadDumpResult>(start, took, 1, [new PodOutcome<ThreadDumpResult>(result.Container.Pod, null, took, result, null)]);
    }
}
