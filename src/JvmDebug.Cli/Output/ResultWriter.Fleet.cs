using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Jcmd;

namespace JvmDebug.Cli.Output;

/// <summary>Results of many pods: one list, in the order of the pods' names. What failed is in JSON here and on standard error.</summary>
internal sealed partial class ResultWriter
{
    public void WriteAll(FleetResult<IReadOnlyList<ListedJvm>> fleet, OutputFormat format)
    {
        var jvms = fleet.Results.SelectMany(listed => listed).ToList();
        Write(format, () => JsonOutput.Jvms(jvms, FleetJson.Failures(fleet)), text => text.Jvms(jvms));
    }

    public void WriteAll(FleetResult<JfrCaptureResult> fleet, OutputFormat format) => Write(
        format,
        () => JsonOutput.Captures([.. fleet.Results], FleetJson.Failures(fleet)),
        text =>
        {
            foreach (var capture in fleet.Results)
            {
                text.Capture(capture);
            }
        });

    /// <summary>With more than one, each under a heading as head(1) has it.</summary>
    public void WriteAll(FleetResult<JcmdResult> fleet, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(JsonOutput.JcmdAnswers([.. fleet.Results], FleetJson.Failures(fleet)));
            return;
        }

        foreach (var answer in fleet.Results)
        {
            console.Stdout.WriteLine(FormattableString.Invariant($"==> {answer.Container}, process {answer.Jvm.Pid} <=="));
            Write(answer, format);
        }
    }
}
