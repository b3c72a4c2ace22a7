using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Storage;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    /// <summary>The same use case in one pod, or with <c>--all</c> in every pod of the target.</summary>
    private static Handler<TRequest> OneOrAll<TRequest, TResult>(
        AppConsole console,
        Func<TRequest, DebugTarget> targetOf,
        Func<TRequest, DebugTarget, TRequest> aimAt,
        Func<DebugSessionFactory, IProgressReporter, TRequest, CancellationToken, Task<TResult>> run,
        Action<TResult, OutputFormat> writeOne,
        Action<FleetResult<TResult>, OutputFormat> writeAll) => (settings, request, cancellationToken) =>
        targetOf(request).DryRun
            ? DryRunAsync(console, settings, targetOf(request), (sessions, progress, target) => run(sessions, progress, aimAt(request, target), cancellationToken), cancellationToken)
        : targetOf(request).All
            ? InPodsAsync(console, settings, targetOf(request), (member, token) => run(member.Sessions, member.Progress, aimAt(request, member.Target), token), writeAll, cancellationToken)
            : InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var result = await run(sessions, progress, request, cancellationToken);
                return () => writeOne(result, settings.Output);
            }, cancellationToken);

    /// <summary>Works in all pods of a target, writes what succeeded, and reports what did not.</summary>
    /// <param name="keepBooks">Writes the manifest of what was brought, also of what came before a cancellation; null where nothing is brought.</param>
    private static Task<ExitCode> InPodsAsync<TResult>(
        AppConsole console,
        GlobalSettings settings,
        DebugTarget target,
        Func<FleetMember, CancellationToken, Task<TResult>> work,
        Action<FleetResult<TResult>, OutputFormat> write,
        CancellationToken cancellationToken,
        Action<FleetResult<TResult>>? keepBooks = null) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var result = await FleetOf(connect, progress).RunAsync(target, work, cancellationToken);
            keepBooks?.Invoke(result);
            cancellationToken.ThrowIfCancellationRequested();
            return () =>
            {
                write(result, settings.Output);
                return ErrorReporter.Report(result, console.Stderr, settings.Verbose);
            };
        }, cancellationToken);

    private static Handler<JfrCaptureRequest> JfrCapture(AppConsole console, ResultWriter output) => (settings, request, cancellationToken) =>
    {
        if (request.Target.DryRun)
        {
            return DryRunAsync(
                console,
                settings,
                request.Target,
                (sessions, progress, target) => new JfrCapture(sessions, progress).RunAsync(request with { Target = target, Output = "." }, cancellationToken),
                cancellationToken);
        }

        if (SinkLocation.IsSink(request.Output))
        {
            return CaptureIntoSinkAsync(console, output, settings, request, cancellationToken);
        }

        if (!request.Target.All)
        {
            return OpeningAsync(console, settings, open => InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var capture = await CaptureAsync(sessions, progress, request, cancellationToken);
                open(capture.Path);
                return () => output.Write(capture, settings.Output);
            }, cancellationToken), cancellationToken);
        }

        var directory = FleetDirectory.Create(request.Output, request.Target, DateTimeOffset.UtcNow);
        return InPodsAsync(
            console,
            settings,
            request.Target,
            (member, token) => CaptureAsync(member.Sessions, member.Progress, request with { Target = member.Target, Output = directory.FullPath }, token),
            output.WriteAll,
            cancellationToken,
            fleet => directory.WriteManifest("jfr capture", request.Target, fleet, capture => [capture.Artifact]));
    };

    private static async Task<JfrCaptureResult> CaptureAsync(DebugSessionFactory sessions, IProgressReporter progress, JfrCaptureRequest request, CancellationToken cancellationToken)
    {
        var capture = await new JfrCapture(sessions, progress).RunAsync(request, cancellationToken);
        return request.Report ? JfrReport.Beside(capture, progress, cancellationToken) : capture;
    }
}
