using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Storage;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    /// <summary><c>jfr capture --output SINK</c>.</summary>
    private static async Task<ExitCode> CaptureIntoSinkAsync(AppConsole console, ResultWriter output, GlobalSettings settings, JfrCaptureRequest request, CancellationToken cancellationToken)
    {
        using var sink = Sinks.Open(SinkLocation.TryParse(request.Output, out var error) ?? throw new StorageException(StorageFailure.Configuration, error!), SinkSecrets.OfProcess);
        // A minute of recording for nothing is what this saves.
        await Sinks.CheckWritableAsync(sink, cancellationToken);
        if (!request.Target.All)
        {
            return await InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var capture = await new CaptureIntoSink(sessions, sink, progress).RunAsync(request, capture => Path.GetFileName(capture.Path), cancellationToken);
                return () => output.Write(capture, settings.Output);
            }, cancellationToken);
        }

        var folder = FleetSink.For(sink, request.Target, DateTimeOffset.UtcNow);
        return await WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var fleet = await new Fleet(connect, progress).RunAsync(
                request.Target,
                (member, token) => new CaptureIntoSink(member.Sessions, sink, member.Progress).RunAsync(request with { Target = member.Target }, capture => folder.Folder + Path.GetFileName(capture.Path), token),
                cancellationToken);
            await folder.WriteManifestAsync(
                "jfr capture", request.Target, fleet, capture => [capture.Artifact], FleetDirectory.ManifestName, cancellationToken);
            return () =>
            {
                output.WriteAll(fleet, settings.Output);
                return ErrorReporter.Report(fleet, console.Stderr, settings.Verbose);
            };
        }, cancellationToken);
    }
}
