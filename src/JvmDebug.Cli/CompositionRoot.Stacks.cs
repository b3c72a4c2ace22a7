using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using JvmDebug.Storage;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static JfrStackHandlers Stacks(AppConsole console, ResultWriter output) => new()
    {
        Flamegraph = (settings, request, cancellationToken) => OpeningAsync(console, settings, open => ReadingAsync(console, settings, Sides(request.Recordings, request.Base), (sides, progress) =>
        {
            var result = JfrFlamegraph.Run(sides[0], sides.ElementAtOrDefault(1) ?? [], request, progress, console.Stdout, cancellationToken);
            if (result.Path is { } path)
            {
                open(path);
            }

            return Succeeds(() => output.Write(result, settings.Output));
        }, cancellationToken), cancellationToken),
        Export = (settings, request, cancellationToken) => ReadingAsync(console, settings, [new RecordingSelection(request.Files)], (sides, progress) =>
        {
            var result = JfrExport.Run(sides[0], request, progress, console.Stdout, cancellationToken);
            return Succeeds(() => output.Write(result, settings.Output));
        }, cancellationToken),
        Report = (settings, request, cancellationToken) => OpeningAsync(console, settings, open => ReadingAsync(console, settings, Sides(request.Recordings, request.Base), (sides, progress) =>
        {
            var result = JfrReport.Run(sides[0], sides.ElementAtOrDefault(1) ?? [], request.Output, progress, console.Stdout, cancellationToken);
            if (result.Path is { } path)
            {
                open(path);
            }

            return Succeeds(() => output.Write(result, settings.Output));
        }, cancellationToken), cancellationToken),
        Diff = (settings, request, cancellationToken) => ReadingAsync(console, settings, [request.Base, request.Current], (sides, progress) =>
        {
            var result = JfrDiff.Run(sides[0], sides[1], progress, cancellationToken);
            return () =>
            {
                output.Write(result, settings.Output);
                return ErrorReporter.Report(result.Diff, request.FailOnRegression, console.Stderr);
            };
        }, cancellationToken),
    };

    private static IReadOnlyList<RecordingSelection> Sides(RecordingSelection recordings, RecordingSelection? baseline) => baseline is null ? [recordings] : [recordings, baseline];

    /// <summary>
    /// <paramref name="work"/> returns what writes the result, so that no progress line is left beside it. Recordings in sinks, or that
    /// come by a pipe, are here while it runs.
    /// </summary>
    private static async Task<ExitCode> ReadingAsync(
        AppConsole console,
        GlobalSettings settings,
        IReadOnlyList<RecordingSelection> selections,
        Func<IReadOnlyList<IReadOnlyList<RecordingInput>>, IProgressReporter, Func<ExitCode>> work,
        CancellationToken cancellationToken)
    {
        Func<ExitCode> write;
        using (var progress = ConsoleProgress.For(console, settings.Quiet))
        {
            using var inputs = await RecordingInputs.OpenAsync(selections, location => Sinks.Open(location, SinkSecrets.OfProcess), console.Stdin, progress, DateTimeOffset.UtcNow, cancellationToken);
            write = work(inputs.Sides, progress);
            progress.Done();
        }

        return write();
    }
}
