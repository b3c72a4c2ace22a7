using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static JfrStackHandlers Stacks(AppConsole console, ResultWriter output) => new()
    {
        Flamegraph = (settings, request, cancellationToken) => OpeningAsync(console, settings, open => OffCluster(console, settings, progress =>
        {
            var result = JfrFlamegraph.Run(request, progress, console.Stdout, cancellationToken);
            if (result.Path is { } path)
            {
                open(path);
            }

            return () => output.Write(result, settings.Output);
        }), cancellationToken),
        Export = (settings, request, cancellationToken) => OffCluster(console, settings, progress =>
        {
            var result = JfrExport.Run(request, progress, console.Stdout, cancellationToken);
            return () => output.Write(result, settings.Output);
        }),
        Report = (settings, request, cancellationToken) => OpeningAsync(console, settings, open => OffCluster(console, settings, progress =>
        {
            var result = JfrReport.Run(request, progress, console.Stdout, cancellationToken);
            if (result.Path is { } path)
            {
                open(path);
            }

            return () => output.Write(result, settings.Output);
        }), cancellationToken),
        Diff = async (settings, request, cancellationToken) =>
        {
            var isRegression = false;
            await OffCluster(console, settings, progress =>
            {
                var diff = JfrDiff.Run(request, progress, cancellationToken);
                isRegression = diff.IsRegression;
                return () => output.Write(diff, settings.Output);
            });
            return isRegression && request.FailOnRegression ? ExitCode.Findings : ExitCode.Ok;
        },
    };

    /// <summary><paramref name="work"/> returns what writes the result, so that no progress line is left beside it.</summary>
    private static Task<ExitCode> OffCluster(AppConsole console, GlobalSettings settings, Func<IProgressReporter, Action> work)
    {
        Action write;
        using (var progress = ConsoleProgress.For(console, settings.Quiet))
        {
            write = work(progress);
            progress.Done();
        }

        write();
        return Task.FromResult(ExitCode.Ok);
    }
}
