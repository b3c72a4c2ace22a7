using JvmDebug.Cli.Opening;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    /// <summary>With <c>--open</c>, opens what <paramref name="run"/> says it has made, after its result is written.</summary>
    private static async Task<ExitCode> OpeningAsync(AppConsole console, GlobalSettings settings, Func<Action<string>, Task<ExitCode>> run, CancellationToken cancellationToken)
    {
        var made = new List<string>();
        var code = await run(made.Add);
        var opener = new Opener(console);
        foreach (var path in settings.Open ? made : [])
        {
            await (path.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
                ? opener.OpenPageAsync(path)
                : opener.OpenRecordingAsync(path, () => WriteReport(console, settings, path, cancellationToken)));
        }

        return code;
    }

    private static string WriteReport(AppConsole console, GlobalSettings settings, string recording, CancellationToken cancellationToken)
    {
        using var progress = ConsoleProgress.For(console, settings.Quiet);
        var result = JfrReport.Run([RecordingInput.OfFile(recording)], [], Path.GetDirectoryName(recording)!, progress, console.Stdout, cancellationToken);
        progress.Done();
        return result.Path!;
    }
}
