using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Histograms;

namespace JvmDebug.Cli.Output;

internal sealed partial class ResultWriter
{
    public void Write(HeapDumpResult dump, OutputFormat format) => WriteHeap(format, () => HeapJson.Dump(dump), text => text.Dump(dump));

    public void Write(HeapHistogramResult histogram, OutputFormat format) => WriteHeap(format, () => HeapJson.Histogram(histogram), text => text.Histogram(histogram));

    public void WriteAll(FleetResult<HeapHistogramResult> fleet, OutputFormat format) => WriteHeap(
        format,
        () => HeapJson.Histograms([.. fleet.Results], FleetJson.Failures(fleet)),
        text =>
        {
            foreach (var histogram in fleet.Results)
            {
                text.Histogram(histogram);
            }
        });

    private void WriteHeap(OutputFormat format, Func<string> json, Action<HeapText> text)
    {
        if (format == OutputFormat.Json)
        {
            console.Stdout.Write(json());
        }
        else
        {
            text(new HeapText(Styled()));
        }
    }
}
