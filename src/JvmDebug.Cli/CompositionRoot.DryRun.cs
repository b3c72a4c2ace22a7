using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.DryRuns;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    /// <summary>What a use case would do in one pod, or in all of a target, instead of doing it.</summary>
    /// <param name="then">In words, what would follow on the answer to its first operation.</param>
    private static Task<ExitCode> DryRunAsync(
        AppConsole console,
        GlobalSettings settings,
        DebugTarget target,
        Func<DebugSessionFactory, IProgressReporter, DebugTarget, Task> useCase,
        CancellationToken cancellationToken,
        params IReadOnlyList<string> then)
    {
        var output = new DryRunWriter(console);
        return target.All
            ? InPodsAsync(
                console,
                settings,
                target,
                (member, _) => DryRun.RunAsync(() => useCase(member.Sessions, member.Progress, member.Target), then),
                (fleet, format) => output.Write([.. fleet.Results], FleetJson.Failures(fleet), format),
                cancellationToken)
            : InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var plan = await DryRun.RunAsync(() => useCase(sessions, progress, target), then);
                return () => output.Write([plan], null, settings.Output);
            }, cancellationToken);
    }
}
