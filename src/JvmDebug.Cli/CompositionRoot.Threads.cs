using JvmDebug.Cli.Output;
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
            Analyze = (settings, request, cancellationToken) =>
            {
                var reader = new DumpReader();
                var files = request.Files.Select(path => reader.Read(path, cancellationToken)).ToList();
                var report = new ThreadsReport(DumpAnalysis.Of([.. files.SelectMany(file => file.Dumps)]), files);
                output.Write(report, settings.Output);
                return Task.FromResult(ErrorReporter.Report(report, request.FailOnDeadlock, console.Stderr));
            },
        };
    }
}
