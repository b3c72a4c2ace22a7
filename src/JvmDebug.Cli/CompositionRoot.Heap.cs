using JvmDebug.Cli.Configuration;
using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Storage;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static HeapHandlers Heap(AppConsole console, ResultWriter output) => new()
    {
        Dump = async (settings, request, cancellationToken) =>
        {
            if (request.Target.DryRun)
            {
                return await DryRunAsync(
                    console,
                    settings,
                    request.Target,
                    (sessions, progress, target) => new HeapDumpCapture(sessions, progress).RunAsync(request with { Target = target, Output = "." }, cancellationToken),
                    cancellationToken);
            }

            using var sink = SinkLocation.IsSink(request.Output) ? await OpenWritableAsync(request.Output, cancellationToken) : null;
            var into = sink is null ? null : new SinkTarget(sink, container => CaptureName.Default.Of("", container, null, DateTimeOffset.UtcNow, null));
            return await InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var dump = await new HeapDumpCapture(sessions, progress, into)
                    .RunAsync(request with { Redaction = request.Redaction ?? UserConfiguration.Load().HeapDumpRedaction }, cancellationToken);
                return () => output.Write(dump, settings.Output);
            }, cancellationToken);
        },
        Histogram = OneOrAll<HeapHistogramRequest, HeapHistogramResult>(
            console,
            request => request.Target,
            (request, target) => request with { Target = target },
            (sessions, progress, request, token) => new HeapHistogram(sessions, progress).RunAsync(request, token),
            output.Write,
            output.WriteAll),
    };
}
