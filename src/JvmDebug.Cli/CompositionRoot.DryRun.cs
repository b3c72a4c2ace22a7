using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.DryRuns;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    /// <summary>What a use case would do in one pod, or in all of a target, instead of doing it.</summary>
    private static Task<ExitCode> DryRunAsync(
        AppConsole console,
        GlobalSettings settings,
        DebugTarget target,
        Func<DebugSessionFactory, IProgressReporter, DebugTarget, Task> useCase,
        CancellationToken cancellationToken)
    {
        var output = new DryRunWriter(console);
        return target.All
            ? InPodsAsync(
                console,
                settings,
                target,
                (member, _) => DryRun.RunAsync(() => useCase(member.Sessions, member.Progress, member.Target)),
                (fleet, format) => output.Write([.. fleet.Results], FleetJson.Failures(fleet), format),
                cancellationToken)
            : InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var plan = await DryRun.RunAsync(() => useCase(sessions, progress, target));
                return () => output.Write([plan], null, settings.Output);
            }, cancellationToken);
    }
}
