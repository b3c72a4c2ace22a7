using System.Globalization;
using System.Text;
using System.Text.Json;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Kubernetes;
using k8s;
using k8s.Models;

namespace JvmDebug.Cli.Output;

/// <summary>Results about schedules.</summary>
internal sealed partial class ResultWriter
{
    public void Write(IReadOnlyList<ListedSchedule> schedules, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Json(json =>
            {
                json.WriteStartArray("schedules");
                foreach (var schedule in schedules)
                {
                    WriteSchedule(json, schedule);
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var schedule in schedules)
        {
            console.Stdout.WriteLine(TerminalText.Line(schedule.Name));
            Row("takes", $"{schedule.Action} of -l {schedule.Selector} into {schedule.Sink}");
            Row("when", schedule.When is { } condition
                ? $"{condition}; {schedule.Watch}"
                : $"{schedule.Cron}, next {(schedule.Next is { } next ? Moment(next) : "never (suspended)")}");
            foreach (var run in schedule.Runs)
            {
                Row(run.State, $"{(run.Start is { } start ? Moment(start) : "not started")}  {run.Message}");
            }
        }

        if (schedules.Count == 0)
        {
            console.Stderr.WriteLine("There are no schedules in this namespace.");
        }
    }

    public void Write(ListedRun run, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Json(json => WriteRun(json, run));
            return;
        }

        console.Stdout.WriteLine(TerminalText.Line($"{run.Job} {run.State}: {run.Message}"));
    }

    public void Write(IReadOnlyList<FetchedFile> files, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Json(json =>
            {
                json.WriteStartArray("files");
                foreach (var file in files)
                {
                    json.WriteStartObject();
                    json.WriteString("path", file.Path);
                    json.WriteNumber("size", file.Size);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var file in files)
        {
            console.Stdout.WriteLine(TerminalText.Line(file.Path));
        }
    }

    /// <summary>The objects that were made or deleted, as kubectl names them.</summary>
    public void WriteObjects(IReadOnlyList<(string Kind, string Name)> objects, string verb, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Json(json =>
            {
                json.WriteStartArray(verb);
                foreach (var (kind, name) in objects)
                {
                    json.WriteStartObject();
                    json.WriteString("kind", kind);
                    json.WriteString("name", name);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var (kind, name) in objects)
        {
            console.Stdout.WriteLine($"{kind}/{name} {verb}");
        }
    }

    /// <summary>For <c>kubectl apply -f -</c>.</summary>
    public void WriteManifests(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects, OutputFormat format) =>
        console.Stdout.Write(format == OutputFormat.Json ? ManifestJson.ListOf(objects) + Environment.NewLine : ManifestYaml.Of(objects));

    /// <summary>What a run brought, in one line: the Job's log ends with it, and 'schedule list' shows it.</summary>
    public static string Summary(FleetResult<StoredCapture> run)
    {
        var bytes = run.Results.Sum(capture => capture.Size);
        var text = string.Create(CultureInfo.InvariantCulture, $"{run.Results.Count()} {(run.Results.Count() == 1 ? "capture" : "captures")} from {run.Pods} {(run.Pods == 1 ? "pod" : "pods")}, {ByteSize.Format(bytes)}");
        return run.Failed is [var first, ..]
            ? string.Create(CultureInfo.InvariantCulture, $"{text}; {run.FailedPods} failed, first {first.Pod}: {first.Failure!.Message}")
            : text;
    }

    private static void WriteSchedule(Utf8JsonWriter json, ListedSchedule schedule)
    {
        json.WriteStartObject();
        json.WriteString("name", schedule.Name);
        json.WriteString("cron", schedule.Cron);
        json.WriteString("when", schedule.When);
        json.WriteString("watch", schedule.Watch);
        json.WriteString("selector", schedule.Selector);
        json.WriteString("action", schedule.Action);
        json.WriteString("sink", schedule.Sink);
        WriteMoment(json, "next", schedule.Next);
        json.WriteStartArray("runs");
        foreach (var run in schedule.Runs)
        {
            json.WriteStartObject();
            WriteRun(json, run);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, ListedRun run)
    {
        json.WriteString("job", run.Job);
        json.WriteString("state", run.State);
        WriteMoment(json, "start", run.Start);
        WriteMoment(json, "end", run.End);
        json.WriteString("message", run.Message);
    }

    private static void WriteMoment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", JsonOutput.SchemaVersion);
            write(json);
            json.WriteEndObject();
        }

        console.Stdout.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private void Row(string name, string value) => console.Stdout.WriteLine($"  {name,-10}{TerminalText.Line(value)}");

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
