using JvmDebug.Cli.Help;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static JfrQueryHandlers WireJfrQueries(AppConsole console) => new(
        View: (settings, request, cancellationToken) =>
        {
            var output = new QueryOutput(console, settings.Output);
            if (request.View is null)
            {
                output.Views();
                return Task.FromResult(ExitCode.Ok);
            }

            try
            {
                var answer = ViewReader.Read(request.Files, ViewDefinition.Named(request.View), cancellationToken: cancellationToken);
                output.Tables(answer.Tables);
                output.Losses(answer.Losses);
                return Task.FromResult(ExitCode.Ok);
            }
            catch (FormatException)
            {
                var near = Suggestion.For(request.View, ViewDefinition.All.Select(view => view.Name));
                var hint = near is null ? $"'{console.DisplayName} jfr view --list' names the views, '{console.DisplayName} jfr metadata' the types." : $"Did you mean {near}?";
                throw new UsageException($"There is no view '{request.View}', and no type of events of that name in the recording. {hint}");
            }
        },
        Events: (settings, request, cancellationToken) =>
        {
            var output = new QueryOutput(console, settings.Output);
            var types = EventQuery.Check(TypesOf(request.Files), request);
            var wanted = types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
            output.EventHeadings(types);
            foreach (var path in request.Files)
            {
                using var file = RecordingFile.Open(path);
                file.RequireReadable();
                output.Events(file.ReadEvents(type => wanted.Contains(type.Name)).Where(e => request.Conditions.All(condition => condition.IsMetBy(e))), cancellationToken);
                output.Losses(file.Losses);
            }

            return Task.FromResult(ExitCode.Ok);
        },
        Metadata: (settings, request, _) =>
        {
            var output = new QueryOutput(console, settings.Output);
            var types = TypesOf(request.Files).GroupBy(type => type.Name, StringComparer.Ordinal).Select(same => same.Last());
            output.Metadata([.. types.OrderBy(type => type.Name, StringComparer.Ordinal)]);
            return Task.FromResult(ExitCode.Ok);
        });

    private static List<EventType> TypesOf(IReadOnlyList<string> files)
    {
        var types = new List<EventType>();
        foreach (var path in files)
        {
            using var file = RecordingFile.Open(path);
            file.RequireReadable();
            types.AddRange(file.EventTypes);
        }

        return types;
    }
}
