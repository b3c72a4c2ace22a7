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

        return jvm.Room is not { } room || jvm.Scan.Obstacle is "credentials" or "no-tmp" or "tmp-not-writable" ? [] : [Recording(facts, jvm.Place, room), HeapDump(facts, jvm, room)];
    }

    private static Finding Recording(ClusterFacts facts, string place, long room) => room switch
    {
        < LeastForRecording => Finding.Bad("space", Side.Jvm, $"{place} has most room of what the JVM can write to, {Bytes.Format(room)}; a recording takes at least {Bytes.Format(LeastForRecording)}", Snippets.WritableTmp(facts.Container, "1Gi")),
        < Comfortable => Finding.Doubt("space", Side.Jvm, $"{Bytes.Format(room)} are free on {place}; a recording keeps only its newest {Bytes.Format(room / 2)} there", Snippets.WritableTmp(facts.Container, "1Gi")),
        _ => Finding.Good("space", Side.Jvm, $"{Bytes.Format(room)} are free on {place}, enough for a recording"),
    };

    private static Finding HeapDump(ClusterFacts facts, JvmFacts jvm, long room)
    {
        if (jvm.HeapDumpSize is not { } size)
        {
            return Finding.Doubt("heap-dump", Side.Jvm, "how large a heap dump would be is not known: the JVM does not tell its heap's size");
        }

        var limit = EphemeralStorageLimit(facts);
        var estimate = $"a heap dump would take about {Bytes.Format(size)}";
        if (limit is { } bytes && size > bytes)
        {
            return Finding.Doubt("heap-dump", Side.Jvm, $"{estimate}, more than the container's ephemeral-storage limit of {Bytes.Format(bytes)}: the pod would be evicted", $"# in the pod template, container {facts.Container}\nresources: {{limits: {{ephemeral-storage: {Bytes.Quantity(2 * size)}}}}}");
        }

        return size > room
            ? Finding.Doubt("heap-dump", Side.Jvm, $"{estimate} and {Bytes.Format(room)} are free on {jvm.Place}", Snippets.WritableTmp(facts.Container, Bytes.Quantity(2 * size)))
            : Finding.Good("heap-dump", Side.Jvm, $"{estimate}; {Bytes.Format(room)} are free on {jvm.Place}");
    }

    private static long? EphemeralStorageLimit(ClusterFacts facts) =>
        facts.Spec.Resources?.Limits?.TryGetValue("ephemeral-storage", out var limit) == true ? limit.ToInt64() : null;
}
