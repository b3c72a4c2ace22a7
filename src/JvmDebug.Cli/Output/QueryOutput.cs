using System.Globalization;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Output;

/// <summary>Tables, events and types of recordings: for people, as JSON, as CSV.</summary>
internal sealed partial class QueryOutput(AppConsole console, OutputFormat format)
{
    private readonly TextWriter _out = console.Stdout;

    public void Views()
    {
        if (format == OutputFormat.Json)
        {
            ViewsJson();
        }
        else
        {
            Grid(["NAME", "GROUP", "WHAT IT SHOWS"], [.. ViewDefinition.All.Select(view => new[] { view.Name, view.Group, view.Label })], [false, false, false]);
        }
    }

    /// <param name="tables">One a JVM, with the same columns.</param>
    public void Tables(IReadOnlyList<ViewTable> tables)
    {
        switch (format)
        {
            case OutputFormat.Json:
                TablesJson(tables);
                break;
            case OutputFormat.Csv:
                TablesCsv(tables);
                break;
            default:
                TablesText(tables);
                break;
        }
    }

    /// <summary>Of a table; JSON has its names in every line.</summary>
    public void EventHeadings(IReadOnlyList<EventType> types)
    {
        _columns = [.. types.SelectMany(type => type.Fields).Select(field => field.Name).Distinct(StringComparer.Ordinal)];
        if (format == OutputFormat.Csv)
        {
            Csv(_columns);
        }
    }

    public void Events(IEnumerable<RecordedEvent> events, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Csv)
        {
            EventsCsv(events, cancellationToken);
        }
        else
        {
            EventsJson(events, cancellationToken);
        }
    }

    public void Metadata(IReadOnlyList<EventType> types)
    {
        if (format == OutputFormat.Json)
        {
            MetadataJson(types);
        }
        else
        {
            MetadataText(types);
        }
    }

    public void Losses(IReadOnlyList<Loss> losses)
    {
        foreach (var warning in RecordingStacks.Warnings(losses))
        {
            console.Stderr.WriteLine("warning: " + TerminalText.Line(warning));
        }
    }

    private static string Name(ViewJvm jvm) => jvm is { Pid: { } pid, Started: { } started }
        ? string.Create(CultureInfo.InvariantCulture, $"process {pid} since {started.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z")
        : jvm.Files[0];
}
