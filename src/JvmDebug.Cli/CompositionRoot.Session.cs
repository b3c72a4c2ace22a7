using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics.Sessions;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static SessionHandlers WireSessions(AppConsole console, ResultWriter output) => new(
        List: (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var sessions = await new SessionControl(connect(), progress).ListAsync(request, cancellationToken);
            return () =>
            {
                output.Write(sessions, settings.Output);
                return ExitCode.Ok;
            };
        }, cancellationToken),
        Stop: (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var stopped = await new SessionControl(connect(), progress).StopAsync(request, cancellationToken);
            return () =>
            {
                output.Write(stopped, settings.Output);
                return stopped.Any(session => session.Kept is not null) ? ExitCode.ClusterRefused : ExitCode.Ok;
            };
        }, cancellationToken));
}
