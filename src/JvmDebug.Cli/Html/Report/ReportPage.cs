using System.Globalization;
using JvmDebug.Cli.Html.Flame;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Findings;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Html.Report;

/// <summary>What a recording says, in one page. A section is left out where nothing of it was recorded, and said to be.</summary>
internal sealed record ReportPage(string Title, string Subtitle)
{
    private const int MostEventTypes = 20;
    private const int MostLosses = 5;

    /// <summary>Of the first recording that tells; null if none does.</summary>
    public required RuntimeDescription? Runtime { get; init; }

    /// <summary>Of each recording, by its file.</summary>
    public required IReadOnlyList<(string File, RecordingFindings Result)> Findings { get; init; }

    /// <summary>Null if there is nothing to compare with.</summary>
    public DiffResult? Comparison { get; init; }

    public required StackReading Reading { get; init; }

    public required RecordingTimeline Timeline { get; init; }

    public required IReadOnlyList<IoSum> Io { get; init; }

    public required ActiveSettings Settings { get; init; }

    public void Write(TextWriter page) =>
        new HtmlPage(Title, [.. FlamePage.Styles, "report.css"], [.. FlamePage.Scripts, "plots.js"]) { Subtitle = Subtitle }.Write(page, WriteBody);

    private void WriteBody(TextWriter html)
    {
        html.Write("<nav class=\"contents\" aria-label=\"Contents\"><a href=\"#summary\">Summary</a> <a href=\"#findings\">Findings</a> ");
        html.Write(Comparison is null ? "" : "<a href=\"#comparison\">Compared with the baseline</a> ");
        html.Write("<a href=\"#timeline\">Timeline</a> <a href=\"#hot\">Hot methods</a> <a href=\"#allocation\">Allocation</a> ");
        html.Write("<a href=\"#locks\">Locks</a> <a href=\"#io\">I/O</a> <a href=\"#graphs\">Flame graphs</a> <a href=\"#events\">Events</a></nav>\n");
        Section(html, "summary", "Summary", WriteSummary);
        Section(html, "findings", "Findings", body => FindingsSection.Write(body, Findings));
        if (Comparison is not null)
        {
            Section(html, "comparison", "Compared with the baseline", body => ComparisonSection.Write(body, Comparison));
        }

        var plots = ReportPlots.Of(Timeline, Profile("alloc"));
        Section(html, "timeline", "Timeline", body =>
        {
            foreach (var plot in plots)
            {
                plot.Write(body, Timeline.Axis);
            }
        });
        WriteTable(html, "hot", "Hot methods", Profile("cpu"), cpu => ReportTables.HotMethods(cpu));
        WriteTable(html, "allocation", "Allocation", Profile("alloc"), allocation => ReportTables.ByClass(allocation, "Class"));
        WriteTable(html, "locks", "Blocked on locks", Profile("lock"), locks => ReportTables.ByClass(locks, "Class of the lock"));
        Section(html, "io", "File and socket I/O", body =>
        {
            if (Io.Count > 0)
            {
                ReportTables.Io(Io).Write(body);
                WriteNotes(body, FlameNotes.Throttled(StackEvent.Find("io")!, Settings));
            }
            else
            {
                Missing(body, StackEvent.Find("io")!);
            }
        });
        html.Write("<h2 id=\"graphs\" class=\"card\">Flame graphs</h2>\n");
        if (Reading.Profiles.Count > 0)
        {
            FlamePage.WritePart(html, Reading.Profiles, Timeline, Settings);
        }

        Section(html, "events", "Events", WriteEvents);
        HtmlPage.WriteData(html, "plots", ReportPlots.Json(plots, Timeline.Axis));
    }

    private void WriteSummary(TextWriter html)
    {
        html.Write("<dl class=\"figures\">");
        foreach (var (label, value) in Facts().Concat(Figures()))
        {
            html.Write($"<dt>{HtmlPage.Encode(label)}</dt><dd>{HtmlPage.Encode(value)}</dd>\n");
        }

        html.Write("</dl>\n");
        var losses = Reading.Results.SelectMany(result => result.Losses).ToList();
        if (losses.Count > MostLosses)
        {
            html.Write($"<p class=\"warning\">{losses.Count} parts could not be read; the first of them:</p>\n");
        }

        foreach (var loss in losses.Take(MostLosses))
        {
            html.Write($"<p class=\"warning\">Not read: {HtmlPage.Encode(loss.ToString())}</p>\n");
        }
    }

    // Arguments are not among them: a page is passed on.
    private IEnumerable<(string, string)> Facts() => Runtime is null
        ? []
        :
        [
            .. RuntimeWords.Of(Runtime).Select(fact => (fact.Label, fact.Value)),
            .. Runtime.Application is { } application ? [("Main class", application.Split(' ')[0])] : Array.Empty<(string, string)>(),
        ];

    private IEnumerable<(string, string)> Figures()
    {
        var seconds = (Timeline.Axis.EndNanos - Timeline.Axis.StartNanos) / 1e9;
        if (Timeline.PauseCount > 0)
        {
            yield return ("GC pauses", string.Create(CultureInfo.InvariantCulture,
                $"{Timeline.PauseCount:N0}, {PlotText.Nanos(Timeline.PauseNanos)} in all ({PlotText.Percent(Timeline.PauseNanos / 1e9 / seconds)} of the time), longest {PlotText.Nanos(Timeline.Pauses.Max(pause => pause.DurationNanos))}"));
        }

        if (Timeline.JvmCpu.Max() is { } highest)
        {
            yield return ("CPU of the JVM", $"{PlotText.Percent(Timeline.JvmCpu.Average() ?? 0)} of the machine on average, at most {PlotText.Percent(highest)}");
        }

        if (Profile("alloc") is { } allocation)
        {
            var within = Math.Max(0, allocation.Weight - Timeline.AllocatedBefore.Sum());
            yield return ("Allocated", $"{PlotText.Of(within, "bytes")}, {PlotText.Of(within / seconds, "rate")}");
        }
    }

    private void WriteEvents(TextWriter html)
    {
        var table = new Table("#Count", "#Bytes", "Event type");
        var types = Reading.Results.SelectMany(result => result.EventTypes).GroupBy(type => type.EventType, StringComparer.Ordinal)
            .Select(type => (type.Key, Count: type.Sum(one => one.Count), Size: type.Sum(one => one.Size))).OrderByDescending(type => type.Count).ToList();
        foreach (var (name, count, size) in types.Take(MostEventTypes))
        {
            table.Rows.Add([PlotText.Of(count, "count"), PlotText.Of(size, "bytes"), name]);
        }

        table.Write(html);
        html.Write($"<p class=\"quiet\">{PlotText.Of(types.Sum(type => type.Count), "count")} events of {types.Count} types.</p>\n");
    }

    private StackProfile? Profile(string name) => Reading.Profiles.FirstOrDefault(profile => profile.Event.Name == name);

    private void WriteTable(TextWriter html, string id, string title, StackProfile? profile, Func<StackProfile, Table> table) => Section(html, id, title, body =>
    {
        if (profile is null)
        {
            Missing(body, StackEvent.Find(id switch { "hot" => "cpu", "allocation" => "alloc", _ => "lock" })!);
            return;
        }

        table(profile).Write(body);
        WriteNotes(body, FlameNotes.Of(profile, Settings));
    });

    private static void WriteNotes(TextWriter html, IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            html.Write($"<p class=\"quiet\">{HtmlPage.Encode(note)}</p>\n");
        }
    }

    private static void Missing(TextWriter html, StackEvent wanted) =>
        html.Write($"<p class=\"quiet\">Nothing was recorded. {HtmlPage.Encode(wanted.Missing)}</p>\n");

    private static void Section(TextWriter html, string id, string title, Action<TextWriter> body)
    {
        html.Write($"<section class=\"card\" id=\"{id}\"><h2>{HtmlPage.Encode(title)}</h2>\n");
        body(html);
        html.Write("</section>\n");
    }
}
