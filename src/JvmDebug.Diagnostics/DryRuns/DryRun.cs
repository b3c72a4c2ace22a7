using JvmDebug.Diagnostics.Entries;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.DryRuns;

/// <summary>
/// Runs a command up to where it would enter the pod. It is the command's own code that gets there, so what is told is what
/// would be done; the cluster is only read, and asked whether it would admit the patch.
/// </summary>
public static class DryRun
{
    /// <param name="useCase">A use case on a target with <see cref="DebugTarget.DryRun"/>.</param>
    /// <param name="then">In words, what would follow on the answer to the first operation.</param>
    /// <exception cref="ClusterException">The same refusals as without a dry run.</exception>
    public static async Task<DryRunPlan> RunAsync(Func<Task> useCase, params IReadOnlyList<string> then)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        try
        {
            await useCase();
        }
        catch (ReachedException reached)
        {
            return reached.Plan with { Steps = [.. reached.Plan.Steps, .. then] };
        }

        throw new InvalidOperationException("The command entered no pod.");
    }

    /// <summary>The session that a real run would have; the first thing that is started in it ends the dry run.</summary>
    internal static async Task<DebugSession> OpenAsync(PodEntry entry, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var plan = await LookAsync(entry, progress, cancellationToken);
        return new DebugSession(
            new NoExec(plan),
            plan.Reused ?? entry.Ref,
            entry.Ref,
            PodEntry.SharesProcessNamespace(entry.Pod) ? PodEntry.ContainerId(entry.Pod, entry.Container) : null,
            entry.Target)
        {
            Way = plan.Way,
        };
    }

    internal static DebugSession OfLocal(DebugSession session) =>
        session with { Exec = new NoExec(new DryRunPlan { Target = session.Target, Way = session.Way }) };

    private static async Task<DryRunPlan> LookAsync(PodEntry entry, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var plan = new DryRunPlan { Target = entry.Ref, Way = DebugWay.Beside };
        switch (entry.Target.Mode)
        {
            case EntryMode.Exec:
                return plan with { Way = DebugWay.Inside };
            case EntryMode.Copy:
                var suffix = DebugContainerBuilder.NewSuffix();
                CopyEntry.CheckClaims(entry);
                return plan with
                {
                    Copy = PodCopyBuilder.Build(entry.Pod, entry.Container, entry.Spec, PodCopyBuilder.Name(entry.Ref.Pod, suffix), DebugContainerBuilder.NamePrefix + suffix, entry.Target.Keep),
                };
        }

        if (DebugContainerInjector.FindRunning(entry.Pod, entry.Container, entry.Spec) is { } running)
        {
            return plan with { Reused = running.Container };
        }

        PodSuitability.CheckTakesEphemeralContainers(entry.Pod);
        foreach (var doubt in DebugImage.Doubts(entry.Spec.Image, DebugContainerBuilder.NeedsNonRootImage(entry.Pod, entry.Container)))
        {
            progress.Warning(doubt);
        }

        progress.Stage("Asking whether the debug container would be admitted");
        var container = DebugContainerBuilder.Build(entry.Pod, entry.Container, entry.Spec, DebugContainerBuilder.NamePrefix + DebugContainerBuilder.NewSuffix());
        try
        {
            await new PodClient(entry.Cluster).AddEphemeralContainerAsync(entry.Ref.Namespace, entry.Ref.Pod, container, dryRun: true, cancellationToken);
            return plan with { Added = container };
        }
        catch (ClusterException refusal) when (entry.Target.Mode is not EntryMode.Ephemeral && AutoEntry.CuredByExec(refusal.Reason))
        {
            progress.Warning($"{refusal.Message} An exec into the container itself would be tried instead (--mode exec).");
            return plan with { Way = DebugWay.Inside };
        }
    }

    /// <summary>Starts nothing, and says what it would have started.</summary>
    private sealed class NoExec(DryRunPlan plan) : IExec
    {
        public Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken)
        {
            var (operation, arguments) = PodScript.OperationOf(command);
            throw new ReachedException(plan with
            {
                Operation = operation,
                Arguments = arguments,
                ScriptBytes = PodScript.Body.Length,
                Steps = ScriptSteps.Of(operation, arguments),
            });
        }
    }

    /// <summary>The end of every dry run; no failure.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Nobody else can catch it: it never leaves RunAsync.")]
    private sealed class ReachedException(DryRunPlan plan) : Exception("A dry run ends where it would enter the pod.")
    {
        public DryRunPlan Plan { get; } = plan;
    }
}
