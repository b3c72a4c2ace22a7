using JvmDebug.Diagnostics.Fleets;

namespace JvmDebug.Cli.Output;

/// <param name="ExitCode">What jvmdebug would have ended with, had this been the only pod.</param>
internal sealed record FailureJson(string Pod, int? Pid, int ExitCode, string Message);

internal static class FleetJson
{
    public static IReadOnlyList<FailureJson> Failures<T>(FleetResult<T> fleet) =>
        [.. fleet.Failed.Select(outcome => new FailureJson(outcome.Pod, outcome.Pid, (int)ErrorReporter.CodeOf(outcome.Failure!), outcome.Failure!.Message))];
}
