using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;

namespace JvmDebug.Cli.Output;

/// <summary>Puts recordings that outlive their command on standard output, for a person or for a program.</summary>
internal sealed class JfrControlWriter(AppConsole console)
{
    public void Write(StartedRecording started, OutputFormat format) => Write(format, () => JfrControlJson.Started(started), text => text.Started(started));

    public void WriteAll(FleetResult<StartedRecording> fleet, OutputFormat format) => Write(
        format,
        () => JfrControlJson.AllStarted(fleet.Results, FleetJson.Failures(fleet)),
        text => Each(fleet, text.Started));

    public void Write(RecordingListing listing, OutputFormat format) => Write(format, () => JfrControlJson.Listings([listing]), text => text.Listings([listing]));

    public void WriteAll(FleetResult<RecordingListing> fleet, OutputFormat format) => Write(
        format,
        () => JfrControlJson.Listings(fleet.Results, FleetJson.Failures(fleet)),
        text => text.Listings([.. fleet.Results]));

    public void Write(BroughtRecordings brought, OutputFormat format) => Write(format, () => JfrControlJson.Brought([brought]), text => Brought(text, brought));

    public void WriteAll(FleetResult<BroughtRecordings> fleet, OutputFormat format) => Write(
        format,
        () => JfrControlJson.Brought([.. fleet.Results], FleetJson.Failures(fleet)),
        text => Each(fleet, brought => Brought(text, brought)));

    private static void Each<T>(FleetResult<T> fleet, Action<T> write)
    {
        foreach (var result in fleet.Results)
        {
            write(result);
        }
    }

    private void Brought(JfrControlText text, BroughtRecordings brought)
    {
        foreach (var capture in brought.Captures)
        {
            new TextOutput(ResultWriter.Styled(console), console.DisplayName).Capture(capture);
        }

        text.Discarded(brought);
    }

    private void Write(OutputFormat format, Func<string> json, Action<JfrControlText> text)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(json());
        }
        else
        {
            text(new JfrControlText(ResultWriter.Styled(console), console.DisplayName));
        }
    }
}
