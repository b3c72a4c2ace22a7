namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// <c>jdk.CPULoad</c> over time. HotSpot divides the ticks of the process by those of the whole host (/proc/stat), so that all figures
/// are shares of the host's processors whatever the limit of the container (JDK-8268098).
/// </summary>
internal sealed class CpuTally : IEventConsumer
{
    public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.CPULoad", "jvmUser", "jvmSystem", "machineTotal")];

    /// <summary>Share of the host's processors that the JVM used.</summary>
    public TimeBuckets Jvm { get; } = new();

    /// <summary>That all other processes used.</summary>
    public TimeBuckets Others { get; } = new();

    public IEventPart Begin(RecordingChunk chunk) => new Part();

    public void Merge(IEventPart part)
    {
        var merged = ((Part)part).Tally;
        Jvm.Merge(merged.Jvm);
        Others.Merge(merged.Others);
    }

    private sealed class Part : IEventPart
    {
        public CpuTally Tally { get; } = new();

        public void Accept(in EventRow row)
        {
            var (jvm, machine) = (row.GetDouble(0) + row.GetDouble(1), row.GetDouble(2));
            if (double.IsFinite(jvm))
            {
                Tally.Jvm.Add(row.StartNanos, jvm);
            }

            if (double.IsFinite(machine - jvm))
            {
                Tally.Others.Add(row.StartNanos, Math.Max(0, machine - jvm));
            }
        }

        public void Finish()
        {
            // Numbers were added up as they came.
        }
    }
}
