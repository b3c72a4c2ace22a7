namespace JvmDebug.Jfr.Reports;

/// <summary>What ran, and on what: a few facts in words. Arguments are not among them, for they hold passwords.</summary>
public sealed class EnvironmentReport : IEventConsumer
{
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);

    public IReadOnlyList<EventSelection> Selections { get; } =
    [
        new("jdk.JVMInformation", "jvmVersion", "javaArguments"),
        new("jdk.GCConfiguration", "youngCollector", "oldCollector"),
        new("jdk.GCHeapConfiguration", "maxSize"),
        new("jdk.CPUInformation", "hwThreads"),
        new("jdk.ContainerConfiguration", "containerType", "cpuQuota", "cpuSlicePeriod", "memoryLimit", "effectiveCpuCount"),
    ];

    /// <summary>Label and value, in a fixed order; what was not recorded is left out.</summary>
    public IReadOnlyList<(string Label, string Value)> Facts =>
        [.. EnvironmentPart.Labels.Where(_facts.ContainsKey).Select(label => (label, _facts[label]))];

    public IEventPart Begin(RecordingChunk chunk) => new EnvironmentPart();

    public void Merge(IEventPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        foreach (var (label, value) in ((EnvironmentPart)part).Facts)
        {
            _facts.TryAdd(label, value);
        }
    }
}
