using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes.Access;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>Puts a result on standard output, for a person or for a program.</summary>
internal sealed partial class ResultWriter(AppConsole console)
{
    public void Write(IReadOnlyList<ListedJvm> jvms, OutputFormat format) => Write(format, () => JsonOutput.Jvms(jvms), text => text.Jvms(jvms));

    public void Write(JfrCaptureResult capture, OutputFormat format) => Write(format, () => JsonOutput.Capture(capture), text => text.Capture(capture));

    public void Write(IReadOnlyList<(string Path, RecordingSummary Summary)> summaries, OutputFormat format) =>
        Write(format, () => JsonOutput.Summaries(summaries), text => text.Summaries(summaries));

    public void Write(DiffResult diff, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(DiffJson.Of(diff, JsonOutput.SchemaVersion));
        }
        else
        {
            DiffText.Write(console.Stdout, diff);
        }
    }

    public void Write(DoctorReport report, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(DoctorJson.Of(report));
        }
        else
        {
            DoctorText.Write(Styled(), report);
        }
    }

    /// <summary>For <c>kubectl apply -f -</c>.</summary>
    public void Write(RoleManifest manifest, OutputFormat format) =>
        console.Stdout.Write(format == OutputFormat.Json ? manifest.ToJson() + Environment.NewLine : manifest.ToYaml());

    /// <summary>A JVM's own words: as they are into a file or pipe, harmless on a terminal.</summary>
    public void Write(JcmdResult answer, OutputFormat format) => console.Stdout.Write(
        format == OutputFormat.Json ? JsonOutput.Jcmd(answer)
        : console.StdoutIsTerminal ? TerminalText.Clean(answer.Output)
        : answer.Output);

    public void Write(FlamegraphResult result, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(StackResults.Json(result, JsonOutput.SchemaVersion));
        }
        else
        {
            StackResults.Text(result, console.Stdout);
        }
    }

    private void Write(OutputFormat format, Func<string> json, Action<TextOutput> text)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(json());
        }
        else
        {
            text(new TextOutput(Styled(), console.DisplayName));
        }
    }

    private IAnsiConsole Styled() => Styled(console);

    internal static IAnsiConsole Styled(AppConsole console)
    {
        var colour = console.StdoutIsTerminal && !console.NoColour;
        var styled = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(console.Stdout),
        });
        // A line stays a line, as with kubectl: a path that was folded could not be copied.
        styled.Profile.Width = 10_000;
        return styled;
    }
}
