namespace JvmDebug.Jfr.Stacks;

/// <summary>Time cut into equal buckets, so that a time range can be chosen after everything was added up.</summary>
/// <param name="StartNanos">Nanoseconds since the Unix epoch.</param>
/// <param name="BucketNanos">Width of a bucket.</param>
/// <param name="Buckets">At least 1.</param>
public sealed record TimeAxis(long StartNanos, long BucketNanos, int Buckets)
{
    private const int Most = 400;
    private const long Narrowest = 10_000_000;

    public long EndNanos => StartNanos + BucketNanos * Buckets;

    /// <summary>At most 400 buckets of a round width (1, 2 or 5 times a power of ten) and at least 10 ms.</summary>
    public static TimeAxis Over(long startNanos, long endNanos)
    {
        var span = Math.Max(endNanos - startNanos, 1);
        var width = Narrowest;
        for (var i = 0; (span + width - 1) / width > Most; i++)
        {
            width = width / 2 * (i % 3 == 1 ? 5 : 4);
        }

        return new TimeAxis(startNanos, width, (int)((span + width - 1) / width));
    }

    /// <summary>Events may begin before the chunk they are in, and end after it: they count in the first and last bucket.</summary>
    public int BucketOf(long epochNanos) => (int)Math.Clamp((epochNanos - StartNanos) / BucketNanos, 0, Buckets - 1);
}
