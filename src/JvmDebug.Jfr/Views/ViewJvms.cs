namespace JvmDebug.Jfr;

/// <summary>Tells the JVMs apart that recordings are of: numbers of collections, threads and loaders begin anew in each.</summary>
internal sealed class ViewJvms : IEventConsumer
{
    public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.JVMInformation", "pid", "jvmStartTime")];

    /// <summary>Of the chunk that was merged last; null if it does not say.</summary>
    public (long Pid, long StartNanos)? Last { get; private set; }

    public IEventPart Begin(RecordingChunk chunk) => new Part();

    public void Merge(IEventPart part) => Last = ((Part)part).Jvm;

    private sealed class Part : IEventPart
    {
        public (long Pid, long StartNanos)? Jvm { get; private set; }

        public void Accept(in EventRow row) => Jvm ??= (row.GetLong(0), row.GetLong(1));

        public void Finish()
        {
        }
    }
}
