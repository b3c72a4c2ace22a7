namespace JvmDebug.Jfr.Reading;

/// <summary>Turns the times of one chunk into nanoseconds: its ticks, and the fixed scales of annotated fields.</summary>
/// <remarks>
/// Divides as the JDK does (jdk.jfr.internal.consumer.TimeConverter), in double: the last digits are to agree. Events can begin
/// before their chunk, so ticks are compared with a sign.
/// </remarks>
internal sealed class TickClock(ChunkHeader header)
{
    private readonly double _ticksPerNano = header.TicksPerSecond > 0 ? header.TicksPerSecond / 1e9 : 1;
    private readonly long _startTicks = header.StartTicks;
    private readonly long _startNanos = header.StartNanos;

    public long Instant(long ticks) => unchecked(_startNanos + (long)((ticks - _startTicks) / _ticksPerNano));

    public long Span(long ticks) => (long)(ticks / _ticksPerNano);

    /// <summary><c>long.MinValue</c> (not available) and <c>long.MaxValue</c> (for ever) stay what they are.</summary>
    public long Nanos(long value, ValueUnit unit, TimeScale scale) => value is long.MinValue or long.MaxValue
        ? value
        : scale switch
        {
            TimeScale.Ticks => unit == ValueUnit.Timestamp ? Instant(value) : Span(value),
            TimeScale.Microseconds => Times(value, 1_000),
            TimeScale.Milliseconds => Times(value, 1_000_000),
            TimeScale.Seconds => Times(value, 1_000_000_000),
            _ => value,
        };

    private static long Times(long value, long factor)
    {
        var product = Math.BigMul(value, factor);
        return product > long.MaxValue ? long.MaxValue : product < long.MinValue ? long.MinValue : (long)product;
    }
}
