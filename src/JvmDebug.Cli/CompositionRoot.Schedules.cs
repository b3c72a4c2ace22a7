using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Diagnostics.Triggers;
using JvmDebug.Jfr;
using JvmDebug.Storage;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    // Where the kubelet reads what a container leaves to say.
    private const string TerminationLog = "/dev/termination-log";

    private static ScheduleHandlers Schedules(AppConsole console, ResultWriter output) => new()
    {
        Create = (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var cluster = connect();
            var spec = await new ScheduleCreation(cluster, progress)
                .RunAsync(request.Spec with { Namespace = cluster.Namespace }, request.CheckSink, apply: !request.DryRun, cancellationToken);
            var objects = ScheduleCreation.Objects(spec);
            return Succeeds(() =>
            {
                if (request.DryRun)
                {
                    output.WriteManifests(objects, settings.Output);
                }
                else
                {
                    output.WriteObjects([.. objects.Select(part => (part.Kind, part.Metadata.Name))], "applied", settings.Output);
                }
            });
        }, cancellationToken),
        List = (settings, _, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            progress.Stage("Listing the schedules");
            var schedules = await new ScheduleListing(connect()).RunAsync(cancellationToken);
            return Succeeds(() => output.Write(schedules, settings.Output));
        }, cancellationToken),
        Run = (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var run = await new ScheduleControl(connect(), progress).RunNowAsync(request.Name, cancellationToken);
            return () =>
            {
                output.Write(run, settings.Output);
                return run.State == "succeeded" ? ExitCode.Ok : ExitCode.Incomplete;
            };
        }, cancellationToken),
        Fetch = (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var files = await new ScheduleControl(connect(), progress).FetchAsync(request.Name, request.Last, request.Output, cancellationToken);
            return Succeeds(() => output.Write(files, settings.Output));
        }, cancellationToken),
        Delete = (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var kinds = await new ScheduleControl(connect(), progress).DeleteAsync(request.Name, cancellationToken);
            return Succeeds(() => output.WriteObjects([.. kinds.Select(kind => (kind, ScheduleObjects.NameOf(request.Name)))], "deleted", settings.Output));
        }, cancellationToken),
        Work = (settings, work, cancellationToken) => WorkAsync(console, settings, work, cancellationToken),
    };

    private static Func<ExitCode> Succeeds(Action write) => () =>
    {
        write();
        return ExitCode.Ok;
    };

    private static string RecordingJson(string address, RecordingSummary summary) => JsonOutput.Summaries([(address, summary)]);

    private static async Task<ExitCode> WorkAsync(AppConsole console, GlobalSettings settings, ScheduledWork work, CancellationToken cancellationToken)
    {
        using var log = new JsonLog(console.Stderr, TimeProvider.System);
        using var cluster = new ClusterOnDemand(settings.Cluster);
        using var sink = Sinks.Open(work.Sink, SinkSecrets.OfProcess);
        if (work.Trigger is not null)
        {
            await new TriggerWatch(cluster.Connect, sink, RecordingJson, log, ResultWriter.Summary, TimeProvider.System).RunAsync(work, cancellationToken);
            return ExitCode.Ok;
        }

        var context = RunContext.FromEnvironment(Environment.GetEnvironmentVariable, DateTimeOffset.UtcNow);
        var run = await new ScheduleRun(cluster.Connect, sink, RecordingJson, log).RunAsync(work, context, cancellationToken);
        foreach (var outcome in run.Failed)
        {
            log.Error($"{outcome.Pod}: {outcome.Failure!.Message}");
        }

        var summary = ResultWriter.Summary(run);
        log.Note(summary);
        if (Environment.GetEnvironmentVariable(RunContext.JobVariable) is not null && File.Exists(TerminationLog))
        {
            await File.WriteAllTextAsync(TerminationLog, summary, cancellationToken);
        }

        return run.FailedPods == 0 ? ExitCode.Ok : ErrorReporter.PodsFailed(run.FailedPods);
    }
}
