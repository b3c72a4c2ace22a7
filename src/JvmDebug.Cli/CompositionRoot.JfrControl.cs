using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static JfrControlHandlers JfrControl(AppConsole console)
    {
        var output = new JfrControlWriter(console);
        return new JfrControlHandlers
        {
            Start = OneOrAll<JfrStartRequest, StartedRecording>(
                console,
                request => request.Target,
                (request, target) => request with { Target = target },
                (sessions, progress, request, token) => new FlightRecorderControl(sessions, progress).StartAsync(request, token),
                output.Write,
                output.WriteAll),
            Check = OneOrAll<DebugTarget, RecordingListing>(
                console,
                target => target,
                (_, target) => target,
                (sessions, progress, target, token) => new FlightRecorderControl(sessions, progress).CheckAsync(target, token),
                output.Write,
                output.WriteAll),
            Bring = (settings, request, cancellationToken) => request.Target.DryRun
                ? DryRunAsync(
                    console,
                    settings,
                    request.Target,
                    (sessions, progress, target) => new FlightRecorderControl(sessions, progress).BringAsync(request with { Target = target, Output = "." }, cancellationToken),
                    cancellationToken,
                    FlightRecorderControl.StepsOf(request))
                : request.Target.All
                    ? BringAllAsync(console, output, settings, request, cancellationToken)
                    : OpeningAsync(console, settings, open => InClusterAsync(console, settings, async (sessions, progress) =>
                    {
                        var brought = await new FlightRecorderControl(sessions, progress).BringAsync(request, cancellationToken);
                        brought.Captures.ToList().ForEach(capture => open(capture.Path));
                        return () => output.Write(brought, settings.Output);
                    }, cancellationToken), cancellationToken),
        };
    }

    private static Task<ExitCode> BringAllAsync(AppConsole console, JfrControlWriter output, GlobalSettings settings, JfrBringRequest request, CancellationToken cancellationToken)
    {
        var directory = request.Way == BringWay.Discard ? null : FleetDirectory.Create(request.Output, request.Target, DateTimeOffset.UtcNow);
        return InPodsAsync(
            console,
            settings,
            request.Target,
            (member, token) => new FlightRecorderControl(member.Sessions, member.Progress)
                .BringAsync(request with { Target = member.Target, Output = directory?.FullPath ?? request.Output }, token),
            output.WriteAll,
            cancellationToken,
            fleet => directory?.WriteManifest(
                "jfr " + request.Way.ToString().ToLowerInvariant(),
                request.Target,
                fleet,
                brought => brought.Captures.Select(capture => capture.Artifact)));
    }
}
