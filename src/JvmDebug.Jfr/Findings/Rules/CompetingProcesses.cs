using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's CompareCpu: information at 20 %, a warning at 40 % of the machine used by others.</summary>
internal sealed class CompetingProcesses() : Rule("competing-processes", "Others use the CPU of this node", "jdk.CPULoad")
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public override Finding? Judge(RecordingFacts facts) => facts.CpuLoad.Others.HighestMean(Window) is not { } worst
        ? null
        : Found(
            Score.Of(worst.Value, 0.40, 0.80),
            $"For {Quantity.Time(worst.EndNanos - worst.StartNanos)} other processes used {Quantity.Percent(worst.Value)} of the node's CPU.",
            "See what else runs on the node ('kubectl top pod -A' with its name); requests keep a share for this pod, anti-affinity another node.",
            [$"worst from {Quantity.Clock(worst.StartNanos)} UTC"]);
}
