using System.Globalization;
using System.Text;
using System.Text.Json;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.DryRuns;
using JvmDebug.Kubernetes;
using k8s;

namespace JvmDebug.Cli.Output;

/// <summary>Puts what a command would do on standard output; docs/json.md has the shape for programs.</summary>
internal sealed class DryRunWriter(AppConsole console)
{
    /// <param name="failures">Of several pods, those that could not be looked at; null where it was one.</param>
    public void Write(IReadOnlyList<DryRunPlan> plans, IReadOnlyList<FailureJson>? failures, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.WriteLine(Json(plans, failures));
            return;
        }

        foreach (var plan in plans)
        {
            Text(plan);
        }
    }

    private void Text(DryRunPlan plan)
    {
        console.Stdout.WriteLine(TerminalText.Line($"{plan.Target} (dry run: nothing was changed)"));
        Row("mode", Way(plan));
        if (plan.Added is { } added)
        {
            Row("patch", $"pods/{plan.Target.Pod}/ephemeralcontainers in namespace {plan.Target.Namespace}, which the API server would admit:");
            Block(ManifestYaml.Of(added));
        }

        if (plan.Copy is { } copy)
        {
            Row("create", $"pods/{copy.Metadata.Name} in namespace {plan.Target.Namespace}, deleted at the end:");
            Block(ManifestYaml.Of([copy]));
        }

        Row("runs", string.Create(CultureInfo.InvariantCulture, $"sh, with a script of {ByteSize.Format(plan.ScriptBytes)} on standard input: {plan.Operation} {string.Join(' ', plan.Arguments.Select(Quoted))}"));
        foreach (var (step, number) in plan.Steps.Select((step, index) => (step, index + 1)))
        {
            Row(number == 1 ? "which" : "", string.Create(CultureInfo.InvariantCulture, $"{number}. {step}"));
        }
    }

    private static string Way(DryRunPlan plan) => plan switch
    {
        { Added: not null } => "a new debug container beside it",
        { Copy: not null } => "a copy of the pod with a debug container in it",
        { Reused: { } reused } => $"the debug container {reused.Container}, which runs already",
        { Way: DebugWay.Local } => "this machine's own tools",
        _ => "an exec into the container itself, with the tools of its own image",
    };

    private static string Quoted(string argument) => argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,%+".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private void Row(string name, string text) => console.Stdout.WriteLine(TerminalText.Line($"  {name,-7} {text}"));

    private void Block(string yaml)
    {
        foreach (var line in yaml.TrimEnd().Split('\n'))
        {
            console.Stdout.WriteLine(TerminalText.Line("            " + line));
        }
    }

    private static string Json(IReadOnlyList<DryRunPlan> plans, IReadOnlyList<FailureJson>? failures)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", JsonOutput.SchemaVersion);
            json.WriteStartArray("dryRuns");
            foreach (var plan in plans)
            {
                Write(json, plan);
            }

            json.WriteEndArray();
            if (failures is not null)
            {
                json.WriteStartArray("failures");
                foreach (var failure in failures)
                {
                    json.WriteStartObject();
                    json.WriteString("pod", failure.Pod);
                    json.WriteNull("pid");
                    json.WriteNumber("exitCode", failure.ExitCode);
                    json.WriteString("message", failure.Message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, DryRunPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("namespace", plan.Target.Namespace);
        json.WriteString("pod", plan.Target.Pod);
        json.WriteString("container", plan.Target.Container);
        json.WriteString("mode", plan switch { { Copy: not null } => "copy", { Way: DebugWay.Inside } => "exec", { Way: DebugWay.Local } => "local", _ => "ephemeral" });
        json.WriteString("debugContainer", plan.Reused?.Container);
        Raw(json, "patch", plan.Added is { } added ? KubernetesJson.Serialize(added) : "null");
        Raw(json, "copy", plan.Copy is { } copy ? KubernetesJson.Serialize(copy) : "null");
        json.WriteString("operation", plan.Operation);
        Strings(json, "arguments", plan.Arguments);
        json.WriteNumber("scriptBytes", plan.ScriptBytes);
        Strings(json, "steps", plan.Steps);
        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
