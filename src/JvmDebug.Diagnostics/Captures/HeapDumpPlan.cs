using System.Globalization;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// What a heap dump will cost and where it can go, reckoned before the JVM is asked for it. Pure: from what the script
/// measured and what the pod's specification says.
/// </summary>
/// <param name="HeapUsed">Bytes.</param>
/// <param name="Size">Bytes that the dump will have, about.</param>
/// <param name="Pause">How long the application will stand still, about.</param>
/// <param name="Places">Where it fits, best first; with objections also where it does not.</param>
/// <param name="Objections">Why it should not be done, each with its numbers.</param>
internal sealed record HeapDumpPlan(long HeapUsed, long Size, TimeSpan Pause, IReadOnlyList<DumpPlace> Places, IReadOnlyList<string> Objections)
{
    // HPROF takes 8 bytes for a reference that the heap has in 4, and 25 for the 12 of an object's header: heaps of large
    // arrays keep their size, heaps of small objects grow by up to two thirds.
    private const double Growth = 1.3;

    // Below 10 % (nodefs.available) the kubelet evicts pods, and not only this one.
    private const double NodeReserve = 0.1;

    // What JDK 8 to 25 write on one core of a slow machine, and how fast they collect.
    private const double WritePerSecond = 150e6;
    private const double CollectPerSecond = 500e6;

    /// <param name="reply">Of <c>plan_heap_dump</c>, asked for the directories of <paramref name="facts"/> in their order.</param>
    public static HeapDumpPlan Of(HeapDumpFacts facts, ScriptReply reply, bool includeUnreachable) =>
        Of(facts, JcmdOutput.HeapUsed(reply.Output) ?? (reply.Number("rss") ?? 0) << 10, StatsIn(facts, reply), includeUnreachable);

    /// <param name="used">Bytes of the heap.</param>
    /// <param name="stats">Of the file systems, as <see cref="StatsIn"/> has them; none where nobody has looked.</param>
    public static HeapDumpPlan Of(HeapDumpFacts facts, long used, IReadOnlyList<string?> stats, bool includeUnreachable)
    {
        var size = (long)(used * Growth);
        var cores = Math.Min(1, facts.Cpu ?? 1);
        var pause = TimeSpan.FromSeconds(((size / WritePerSecond) + (includeUnreachable ? 0 : used / CollectPerSecond)) / cores);
        var places = PlacesOf(facts, stats).OrderByDescending(place => place.Room >= size).ThenBy(place => place.InTarget).ThenByDescending(place => place.Room).ToList();
        var objections = new List<string>();
        if (places.Count == 0 || places[0].Room < size)
        {
            var rooms = places.Count == 0 ? "there is no directory that the JVM can write to" : string.Join("; ", places.Select(place => place.Why));
            objections.Add($"A dump of about {Mebibytes(size)} ({Mebibytes(used)} of the heap are in use) fits nowhere: {rooms}.");
        }

        if (facts.LivenessBudget is { } budget && pause > budget)
        {
            objections.Add($"The application would stand still for about {Seconds(pause)}, and its liveness probe lets it for {Seconds(budget)}: the kubelet would restart the container, and the dump would be lost.");
        }

        return new HeapDumpPlan(used, size, pause, places, objections);
    }

    /// <summary>What heap_place said: first of the script's own file system, then of the volumes in their order; null of what cannot be written.</summary>
    public static IReadOnlyList<string?> StatsIn(HeapDumpFacts facts, ScriptReply reply) =>
        [.. Enumerable.Range(0, facts.Volumes.Count + 1).Select(number => reply["place" + number.ToString(CultureInfo.InvariantCulture)])];

    public static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MiB");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, time.TotalSeconds):0} s");

    private static IEnumerable<DumpPlace> PlacesOf(HeapDumpFacts facts, IReadOnlyList<string?> stats)
    {
        if (Measure(stats.ElementAtOrDefault(0), null, facts.EphemeralLimit) is var (room, why))
        {
            yield return new DumpPlace("-", facts.OwnPlace, false, room, $"{facts.OwnPlace} can take {why}");
        }

        for (var i = 0; i < facts.Volumes.Count; i++)
        {
            var volume = facts.Volumes[i];
            if (Measure(stats.ElementAtOrDefault(i + 1), volume.SizeLimit, volume.Ephemeral ? facts.EphemeralLimit : null) is var (volumeRoom, volumeWhy))
            {
                yield return new DumpPlace(volume.Directory, volume.Directory + " of the target", true, volumeRoom, $"{volume.Directory} {volumeWhy}");
            }
        }
    }

    // "FREE TOTAL BLOCKSIZE TYPE" of stat -f. Memory is no place: it counts as the container's, and there is not twice a heap of it.
    private static (long Room, string Why)? Measure(string? stat, long? sizeLimit, long? ephemeralLimit)
    {
        var fields = stat?.Split(' ');
        if (fields is not [var free, var total, var block, var type] || type is "tmpfs" or "ramfs"
            || !long.TryParse(free, NumberStyles.None, CultureInfo.InvariantCulture, out var freeBlocks)
            || !long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var blocks)
            || !long.TryParse(block, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return null;
        }

        var room = Math.Max(0, (long)((freeBlocks - (blocks * NodeReserve)) * size));
        var why = $"{Mebibytes(room)} ({Mebibytes(freeBlocks * size)} are free, and a tenth of the disk must stay so)";
        foreach (var (limit, name) in new[] { (sizeLimit, "sizeLimit of the volume"), (ephemeralLimit, "ephemeral-storage limit of the pod") })
        {
            if (limit is { } most && most < room)
            {
                (room, why) = (most, $"{Mebibytes(most)} ({name})");
            }
        }

        return (room, why);
    }
}

/// <summary>A directory that the JVM can write a dump to.</summary>
/// <param name="Directory">As the JVM sees it; "-" is the debug container's own.</param>
/// <param name="InTarget">Whether it is the target's: the debug container's is preferred.</param>
/// <param name="Room">Bytes.</param>
/// <param name="Why">Its room in words.</param>
internal sealed record DumpPlace(string Directory, string Name, bool InTarget, long Room, string Why);
