using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's HighJvmCpu warns at 80 % over ten seconds. jvmUser and jvmSystem are shares of all processors the JVM sees.</summary>
internal sealed class CpuSaturation() : Rule("cpu-saturation", "The JVM uses all the CPU it has", "jdk.CPULoad")
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public override Finding? Judge(RecordingFacts facts)
    {
        if (Sliding.Highest(facts.CpuLoad.Entries, Window, entry => entry[0] + entry[1]) is not { } worst)
        {
            return null;
        }

        var processors = facts.Processors is { } count ? $" of {Quantity.Count(count)} processors" : "";
        return Found(
            Score.Of(worst.Value, 0.80, 0.95),
            $"For {Quantity.Time(worst.EndNanos - worst.StartNanos)} the JVM used {Quantity.Percent(worst.Value)}{processors}.",
            "Look at the hot methods and the flame graph; if the work is needed, raise the CPU limit or add pods.",
            [$"worst from {Quantity.Clock(worst.StartNanos)} UTC"],
            "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/");
    }
}
