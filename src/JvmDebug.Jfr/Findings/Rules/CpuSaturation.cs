using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// JMC's HighJvmCpu warns at 80 % over ten seconds. The JVM's figures are shares of the host's processors; here it counts what it may use
/// of them, for a container of one CPU on a host of sixteen never gets beyond 6 %.
/// </summary>
internal sealed class CpuSaturation() : Rule("cpu-saturation", "The JVM uses all the CPU it has", "jdk.CPULoad")
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public override Finding? Judge(RecordingFacts facts)
    {
        if (facts.CpuLoad.Jvm.HighestMean(Window) is not { } worst)
        {
            return null;
        }

        var usable = facts.UsableProcessors;
        var share = worst.Value * (facts.HostProcessors / usable ?? 1);
        var processors = usable is { } count ? $" of {(facts.CpuLimit is null ? Quantity.Plural(count, "processor") : "its limit of " + Quantity.Plural(count, "processor"))}" : "";
        return Found(
            Score.Of(share, 0.80, 0.95),
            $"For {Quantity.Time(worst.EndNanos - worst.StartNanos)} the JVM used {Quantity.Percent(share)}{processors}.",
            "Look at the hot methods and the flame graph; if the work is needed, raise the CPU limit or add pods.",
            [$"worst from {Quantity.Clock(worst.StartNanos)} UTC"],
            "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/");
    }
}
