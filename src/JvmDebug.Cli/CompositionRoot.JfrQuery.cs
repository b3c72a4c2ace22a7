using JvmDebug.Cli.Help;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr;
using JvmDebug.Storage;

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

            using var inputs = await FilesAsync(console, request.Files, cancellationToken);
            try
            {
                var names = inputs.Sides[0].DistinctBy(input => input.Path).ToDictionary(input => input.Path, input => input.Name, StringComparer.Ordinal);
                var answer = ViewReader.Read([.. inputs.Sides[0].Select(input => input.Path)], ViewDefinition.Named(request.View), cancellationToken: cancellationToken);
                output.Tables([.. answer.Tables.Select(table => table with { Jvm = table.Jvm with { Files = [.. table.Jvm.Files.Select(file => names[file])] } })]);
                output.Losses(answer.Losses);
                return ExitCode.Ok;
            }
            catch (FormatException)
            {
                var near = Suggestion.For(request.View, ViewDefinition.All.Select(view => view.Name));
                var hint = near is null ? $"'{console.DisplayName} jfr view --list' names the views, '{console.DisplayName} jfr metadata' the types." : $"Did you mean {near}?";
                throw new UsageException($"There is no view '{request.View}', and no type of events of that name in the recording. {hint}");
            }
        },
        Events: async (settings, request, cancellationToken) =>
        {
            var output = new QueryOutput(console, settings.Output);
            using var inputs = await FilesAsync(console, request.Files, cancellationToken);
            var types = EventQuery.Check(TypesOf(inputs.Sides[0]), request);
            var wanted = types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
            output.EventHeadings(types);
            foreach (var input in inputs.Sides[0])
            {
                using var file = RecordingFile.Open(input.Path);
                file.RequireReadable();
                output.Events(file.ReadEvents(type => wanted.Contains(type.Name)).Where(e => request.Conditions.All(condition => condition.IsMetBy(e))), cancellationToken);
                output.Losses(file.Losses);
            }

            return ExitCode.Ok;
        },
        Metadata: async (settings, request, cancellationToken) =>
        {
            var output = new QueryOutput(console, settings.Output);
            using var inputs = await FilesAsync(console, request.Files, cancellationToken);
            var types = TypesOf(inputs.Sides[0]).GroupBy(type => type.Name, StringComparer.Ordinal).Select(same => same.Last());
            output.Metadata([.. types.OrderBy(type => type.Name, StringComparer.Ordinal)]);
            return ExitCode.Ok;
        });

    /// <summary>One side: the files, and what comes by a pipe.</summary>
    private static Task<RecordingInputs> FilesAsync(AppConsole console, IReadOnlyList<string> files, CancellationToken cancellationToken) => RecordingInputs.OpenAsync(
        [new RecordingSelection(files)],
        location => Sinks.Open(location, SinkSecrets.OfProcess),
        console.Stdin,
        new WarningsOnly(console.Stderr),
        DateTimeOffset.UtcNow,
        cancellationToken);

    private static List<EventType> TypesOf(IReadOnlyList<RecordingInput> inputs)
    {
        var types = new List<EventType>();
        foreach (var input in inputs)
        {
            using var file = RecordingFile.Open(input.Path);
            file.RequireReadable();
            types.AddRange(file.EventTypes);
        }

        return types;
    }
}
