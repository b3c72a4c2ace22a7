using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's CompareCpu: information at 20 %, a warning at 40 % of the machine used by others.</summary>
internal sealed class CompetingProcesses() : Rule("competing-processes", "Others use the CPU of this node", "jdk.CPULoad")
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public override Finding? Judge(RecordingFacts facts)
    {
        // In a container with a limit the JVM's own share is one of the limit and the machine's one of the machine: they do not compare.
        var limited = facts.Container.Last is { } container && container[2] > 0;
        return limited || Sliding.Highest(facts.CpuLoad.Entries, Window, entry => Math.Max(0, entry[2] - entry[0] - entry[1])) is not { } worst
            ? null
            : Found(
                Score.Of(worst.Value, 0.40, 0.80),
                $"For {Quantity.Time(worst.EndNanos - worst.StartNanos)} other processes used {Quantity.Percent(worst.Value)} of the node's CPU.",
                "See what else runs on the node ('kubectl top pod -A' with its name); requests keep a share for this pod, anti-affinity another node.",
                [$"worst from {Quantity.Clock(worst.StartNanos)} UTC"]);
    }
}
