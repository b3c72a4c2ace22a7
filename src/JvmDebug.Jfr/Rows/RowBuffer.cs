using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Rows;

/// <summary>The event that a scanner stands at, as a plan decodes it: one buffer for all events of a chunk.</summary>
internal sealed class RowBuffer(EventScanner scanner, ChunkConstants constants)
{
    public long[] Slots { get; } = new long[EventSelection.MostFields + 2];

    /// <summary>That of the last <see cref="Decode"/>; no row is shown before one.</summary>
    public RowPlan Plan { get; private set; } = null!;

    public ChunkConstants Constants => constants;

    public long StartNanos => Plan.IsStartInTicks ? constants.Clock.Instant(Slots[Plan.StartSlot]) : Slots[Plan.StartSlot];

    public long DurationNanos => Plan.IsDurationInTicks ? constants.Clock.Span(Slots[Plan.DurationSlot]) : Slots[Plan.DurationSlot];

    public void Decode(RowPlan plan)
    {
        Plan = plan;
        var cursor = scanner.Fields();
        plan.Decode(ref cursor, Slots, constants.Clock);
    }

    /// <summary>At a field that a slot holds the position of.</summary>
    public ChunkCursor At(long position) => scanner.Fields().At(position);
}
