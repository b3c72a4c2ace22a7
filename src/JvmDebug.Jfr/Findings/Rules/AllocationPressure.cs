using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// How often a minute the application fills its whole heap anew. A rate alone says nothing: 1 GiB/s is much for a heap of 256 MiB
/// and little for one of 100 GiB.
/// </summary>
internal sealed class AllocationPressure()
    : Rule("allocation-pressure", "Much garbage is made", "jdk.ObjectAllocationSample", "jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationOutsideTLAB")
{
    private const int Shown = 3;

    public override Finding? Judge(RecordingFacts facts)
    {
        var (total, rate) = (facts.Allocations.TotalBytes, facts.Allocations.BytesWithin / facts.Seconds);
        if (facts.MaxHeap is not { } heap || total == 0)
        {
            return null;
        }

        var turns = rate * 60 / heap;
        return Found(
            Score.Of(turns, 30, 300),
            $"About {Quantity.Bytes(rate)} are allocated a second: a heap of {Quantity.Bytes(heap)} is filled {Quantity.Count(turns)} times a minute.",
            "Start with the sites below; the flame graph of allocations ('jfr flamegraph --event alloc') shows who calls them.",
            // In turn: who shows only the first few shows of both.
            facts.Allocations.Sites.Take(Shown).Select((site, rank) => (rank, Line: $"{Quantity.Percent(site.Bytes / total)} at {site.Name}"))
                .Concat(facts.Allocations.Classes.Take(Shown).Select((type, rank) => (rank, Line: $"{Quantity.Percent(type.Bytes / total)} of {type.Name}")))
                .OrderBy(entry => entry.rank).Select(entry => entry.Line));
    }
}
