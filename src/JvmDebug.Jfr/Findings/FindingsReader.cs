using JvmDebug.Jfr.Findings.Facts;
using JvmDebug.Jfr.Findings.Rules;

namespace JvmDebug.Jfr.Findings;

/// <summary>Gathers what the rules need in the pass that another report makes, and judges it when the pass is over.</summary>
internal sealed class FindingsReader
{
    private static readonly IReadOnlyList<Rule> All =
    [
        new CpuSaturation(), new CpuThrottling(), new CompetingProcesses(), new GcPauseShare(), new LongGcPause(), new FullCollections(), new SystemGc(),
        new AllocationStalls(), new AllocationPressure(), new LiveSetGrowth(), new HeapBeyondLimit(), new MemoryLimitReached(), new LockContention(), new VmOperationStalls(), new TimeToSafepoint(),
        new PinnedVirtualThreads(), new ExceptionsStorm(), new ErrorsThrown(), new AbnormalEnd(), new ClassLeak(), new MetaspaceGrowth(),
        new CodeCacheShortage(), new ThreadGrowth(), new FileLatency(), new SocketLatency(), new SecretsInTheOpen(), new DiscouragedFlags(), new LostEvents(),
    ];

    public RecordingFacts Facts { get; } = new([.. All.SelectMany(rule => rule.Needs).Distinct(StringComparer.Ordinal)]);

    public RecordingFindings Judge(ReadingResult seen)
    {
        Facts.Complete(seen);
        var (findings, notJudged) = (new List<Finding>(), new List<NotJudged>());
        foreach (var rule in All)
        {
            if (WhyNot(rule) is { } absence)
            {
                notJudged.Add(new NotJudged(rule.Id, rule.Title, rule.Needs, absence));
            }
            else if (rule.Judge(Facts) is { } finding)
            {
                findings.Add(finding);
            }
        }

        return new RecordingFindings([.. findings.OrderByDescending(finding => finding.Score)], notJudged, All.Count - notJudged.Count);
    }

    // An event that was on and never came says "none"; one that was off says nothing.
    private Absence? WhyNot(Rule rule) =>
        rule.Needs.Count == 0 || rule.Needs.Any(type => Facts.CountOf(type) > 0 || Facts.Settings.WasEnabled(type)) ? rule.IsEnough(Facts) ? null : Absence.TooFew
        : !rule.Needs.Any(Facts.Declared.Contains) ? Absence.NotInThisJvm
        : Facts.Settings.IsKnown ? Absence.SwitchedOff
        : Absence.Unexplained;
}
