namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Room for a recording, and for a heap dump, where the JVM writes.</summary>
internal static class SpaceCheck
{
    /// <summary>As recording.sh has it.</summary>
    internal const long LeastForRecording = 16L << 20;

    /// <summary>The repository's chunks and the file written at the end, at the default limit of a recording.</summary>
    private const long Comfortable = 2 * 250L << 20;

    public static IEnumerable<Finding> Of(ClusterFacts facts, JvmFacts? jvm)
    {
        if (jvm is null)
        {
            // Declared sizes alone are known from here.
            return facts.VolumeAt("/tmp")?.EmptyDir?.SizeLimit is { } limit && limit.ToInt64() is var size && size < LeastForRecording
                ? [Finding.Doubt("space", Side.Jvm, $"the volume at /tmp is limited to {Bytes.Format(size)}; a recording takes at least {Bytes.Format(LeastForRecording)} there, in java.io.tmpdir, /var/tmp or /dev/shm", Snippets.WritableTmp(facts.Container, "1Gi"))]
                : [];
        }

        return jvm.Room is not { } room || jvm.Scan.Obstacle is "credentials" or "no-tmp" or "tmp-not-writable" ? [] : [Recording(facts, jvm.Place, room), HeapDump(facts, jvm)];
    }

    private static Finding Recording(ClusterFacts facts, string place, long room) => room switch
    {
        < LeastForRecording => Finding.Bad("space", Side.Jvm, $"{place} has most room of what the JVM can write to, {Bytes.Format(room)}; a recording takes at least {Bytes.Format(LeastForRecording)}", Snippets.WritableTmp(facts.Container, "1Gi")),
        < Comfortable => Finding.Doubt("space", Side.Jvm, $"{Bytes.Format(room)} are free on {place}; a recording keeps only its newest {Bytes.Format(room / 2)} there", Snippets.WritableTmp(facts.Container, "1Gi")),
        _ => Finding.Good("space", Side.Jvm, $"{Bytes.Format(room)} are free on {place}, enough for a recording"),
    };

    // As 'heap dump' judges it: into the debug container first, which leaves the target's disk alone.
    private static Finding HeapDump(ClusterFacts facts, JvmFacts jvm)
    {
        if (jvm.HeapDump(facts) is not { } plan)
        {
            return Finding.Doubt("heap-dump", Side.Jvm, "how large a heap dump would be is not known: the JVM does not tell its heap's size");
        }

        var estimate = $"a heap dump would take about {Bytes.Format(plan.Size)}";
        if (plan.Places is [var best, ..] && best.Room >= plan.Size)
        {
            return Finding.Good("heap-dump", Side.Jvm, $"{estimate}; {best.Why}");
        }

        if (facts.HeapDump.EphemeralLimit is { } limit && plan.Size > limit)
        {
            return Finding.Doubt(
                "heap-dump",
                Side.Jvm,
                $"{estimate}, more than the pod's ephemeral-storage limit of {Bytes.Format(limit)}: the pod would be evicted",
                $"# in the pod template, container {facts.Container}\nresources: {{limits: {{ephemeral-storage: {Bytes.Quantity(2 * plan.Size)}}}}}");
        }

        var rooms = plan.Places.Count == 0 ? "there is no directory that the JVM can write to" : string.Join("; ", plan.Places.Select(place => place.Why));
        return Finding.Doubt("heap-dump", Side.Jvm, $"{estimate} and fits nowhere: {rooms}", Snippets.WritableTmp(facts.Container, Bytes.Quantity(2 * plan.Size)));
    }
}
