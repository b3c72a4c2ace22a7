using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's FileRead and FileWrite: four seconds; its FileForce: 50 ms. Events below the threshold are not recorded (20 ms, with profile 10 ms; since JDK 25 1 ms for reads and writes, and at most 100 a second, with profile 300).</summary>
internal sealed class FileLatency() : Rule("file-latency", "The file system is slow", "jdk.FileRead", "jdk.FileWrite", "jdk.FileForce")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        (string Verb, DurationTally Tally, double Warning, double Error)[] kinds =
            [("read of", facts.FileReads, 0.5e9, 4e9), ("write to", facts.FileWrites, 0.5e9, 4e9), ("force of", facts.FileForces, 0.25e9, 2e9)];
        var slowest = kinds
            .SelectMany(kind => kind.Tally.Ranking.Select(file => (kind.Verb, Path: file.Name, file.Durations, Score: Score.Of(file.Durations.LongestNanos, kind.Warning, kind.Error))))
            .OrderByDescending(file => file.Score)
            .ThenByDescending(file => file.Durations.LongestNanos)
            .Take(3)
            .ToList();
        return slowest.Count == 0 ? null : Found(
            slowest[0].Score,
            $"A {slowest[0].Verb} {slowest[0].Path} took {Quantity.Time(slowest[0].Durations.LongestNanos)}.{Sampled(facts, "jdk.FileRead", "jdk.FileWrite", "jdk.FileForce")}",
            "Look at the volume behind it (network disk, burst credits, a full page cache in a tight memory limit), or take the I/O off the request's thread.",
            slowest.Select(file => $"{file.Verb} {file.Path}: {Quantity.Count(file.Durations.Count)} slow ones, the longest {Quantity.Time(file.Durations.LongestNanos)} at {Quantity.Clock(file.Durations.LongestStartNanos)} UTC"));
    }
}
