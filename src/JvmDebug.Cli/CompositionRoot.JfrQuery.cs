using JvmDebug.Cli.Output;
using JvmDebug.Cli.Values;
using JvmDebug.Jfr;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static JfrQueryHandlers WireJfrQueries(AppConsole console) => new(
        View: async (settings, request, cancellationToken) =>
        {
            var output = new QueryOutput(console, settings.Output);
            if (request.View is null)
            {
                output.Views();
                return ExitCode.Ok;
            }

            try
            {
                var table = ViewReader.Read(request.Files, ViewDefinition.Named(request.View), cancellationToken: cancellationToken);
                output.Table(table);
                output.Losses(table.Losses);
                return ExitCode.Ok;
            }
            catch (FormatException)
            {
                await console.Stderr.WriteLineAsync($"error: There is no view '{TerminalText.Line(request.View)}', and no type of events of that name in the recording. '{console.DisplayName} jfr view --list' names the views, '{console.DisplayName} jfr metadata' the types.");
                return ExitCode.Usage;
            }
        },
        Events: (settings, request, cancellationToken) =>
        {
            var output = new QueryOutput(console, settings.Output);
            var wanted = new EventTypePattern(request.Types);
            foreach (var path in request.Files)
            {
                using var file = RecordingFile.Open(path);
                output.Events(file.ReadEvents(type => wanted.Matches(type.Name)).Where(e => request.Conditions.All(condition => condition.IsMetBy(e))), cancellationToken);
                output.Losses(file.Losses);
            }

            return Task.FromResult(ExitCode.Ok);
        },
        Metadata: (settings, request, _) =>
        {
            var output = new QueryOutput(console, settings.Output);
            var types = new Dictionary<string, EventType>(StringComparer.Ordinal);
            foreach (var path in request.Files)
            {
                using var file = RecordingFile.Open(path);
                foreach (var type in file.EventTypes)
                {
                    types[type.Name] = type;
                }
            }

            output.Metadata([.. types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)]);
            return Task.FromResult(ExitCode.Ok);
        });
}
