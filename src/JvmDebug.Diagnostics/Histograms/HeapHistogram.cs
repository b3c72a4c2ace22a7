using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Histograms;

/// <summary>What takes the heap, once or several times. Validated before anything is contacted.</summary>
public sealed record HeapHistogramRequest
{
    public required DebugTarget Target { get; init; }

    /// <summary>Only what can be reached: each sample then costs a full collection.</summary>
    public bool Live { get; init; }

    /// <summary>Rows to show; null is 20 for people and all for programs.</summary>
    public int? Top { get; init; }

    /// <summary>A saved histogram to compare with.</summary>
    public string? Diff { get; init; }

    public int Count { get; init; } = 1;

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the JVM may take for each; zero is no bound.</summary>
    public TimeSpan Patience { get; init; } = JcmdRun.DefaultPatience;
}

/// <param name="Baseline">What the growth is reckoned from: the saved histogram, else the first of several samples; null if there is neither.</param>
/// <param name="Growth">From the baseline to the last sample; empty without one.</param>
public sealed record HeapHistogramResult(
    ContainerRef Container,
    JvmProcess Jvm,
    IReadOnlyList<HistogramSample> Samples,
    HistogramSample? Baseline,
    IReadOnlyList<ClassGrowth> Growth,
    int? Top)
{
    /// <summary>The last sample, in the JVM's own words; without a file, for it was only printed.</summary>
    public required Artifact Artifact { get; init; }
}

/// <summary>Asks a JVM what takes its heap.</summary>
public sealed class HeapHistogram(DebugSessionFactory sessions, IProgressReporter progress)
{
    /// <exception cref="JvmException">The JVM could not be found, attached to, or refused; the saved histogram cannot be read.</exception>
    /// <exception cref="ClusterException">The pod or the debug container could not be had.</exception>
    public async Task<HeapHistogramResult> RunAsync(HeapHistogramRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var saved = request.Diff is null ? null : await HistogramFile.ReadAsync(request.Diff, cancellationToken);
        return await TakeAsync(await sessions.OpenAsync(request.Target, cancellationToken), request, saved, cancellationToken);
    }

    internal async Task<HeapHistogramResult> TakeAsync(DebugSession session, HeapHistogramRequest request, HistogramSample? saved, CancellationToken cancellationToken)
    {
        var samples = new List<HistogramSample>();
        JcmdResult? answer = null;
        for (var number = 1; number <= request.Count; number++)
        {
            if (number > 1)
            {
                await WaitAsync(request.Interval, cancellationToken);
            }

            progress.Stage(request.Count == 1 ? "Counting the objects" : $"Counting the objects, {number} of {request.Count}");
            (session, answer) = await AskAsync(session, request, number > 1, cancellationToken);
            var histogram = JcmdOutput.Histogram(answer.Output)
                ?? throw new JvmException(JvmFailure.JcmdFailed, $"The JVM in {session.Target} gave no histogram: {JcmdOutput.Complaint(answer.Output)}");
            samples.Add(new HistogramSample(DateTimeOffset.UtcNow, histogram));
        }

        var baseline = saved ?? (samples.Count > 1 ? samples[0] : null);
        var growth = baseline is null ? [] : HistogramGrowth.Between(baseline.Histogram, samples[^1].Histogram);
        return new HeapHistogramResult(answer!.Container, answer.Jvm, samples, baseline, growth, request.Top)
        {
            Artifact = Artifact.OfPrinted(ArtifactKind.Histogram, answer.Origin with { Command = "heap histogram" }, answer.Output),
        };
    }

    private async Task<(DebugSession Session, JcmdResult Answer)> AskAsync(DebugSession session, HeapHistogramRequest request, bool again, CancellationToken cancellationToken)
    {
        string[] command = request.Live ? ["GC.class_histogram"] : ["GC.class_histogram", "-all"];
        try
        {
            return (session, await JcmdRun.RunAsync(session, command, request.Patience, cancellationToken));
        }
        catch (ClusterException e) when (again && e.Reason == ClusterFailure.ExecRefused)
        {
            // The debug container has ended itself while nobody came between two samples.
            var same = request.Target with { Name = "pod/" + session.Target.Pod, Selector = null, Any = false, Container = session.Target.Container };
            session = await sessions.OpenAsync(same, cancellationToken);
            return (session, await JcmdRun.RunAsync(session, command, request.Patience, cancellationToken));
        }
    }

    private async Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        progress.Stage("Waiting for the next sample");
        while (interval - clock.Elapsed is var rest && rest > TimeSpan.Zero)
        {
            progress.Waiting(clock.Elapsed, interval);
            await Task.Delay(rest < TimeSpan.FromMilliseconds(500) ? rest : TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }
}
