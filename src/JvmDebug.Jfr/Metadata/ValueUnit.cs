namespace JvmDebug.Jfr;

/// <summary>What a number means, from the annotations of its field. Times of any scale are normalised to nanoseconds.</summary>
public enum ValueUnit
{
    None,

    /// <summary>A point in time: nanoseconds since the Unix epoch, UTC.</summary>
    Timestamp,

    /// <summary>A duration in nanoseconds.</summary>
    Timespan,

    Bytes,

    Bits,

    BytesPerSecond,

    BitsPerSecond,

    Hertz,

    /// <summary>A fraction: 1 is 100 %.</summary>
    Percentage,

    MemoryAddress,
}

/// <summary>In what a time is written in the file.</summary>
internal enum TimeScale
{
    None,
    Ticks,
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
}
