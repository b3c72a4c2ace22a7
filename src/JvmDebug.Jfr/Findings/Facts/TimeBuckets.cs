using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// Sums of values by time, for the worst minute of a recording of any length: the buckets are of a second, and get wider where that
/// would be too many.
/// </summary>
internal sealed class TimeBuckets
{
    // Nine hours of seconds.
    private const int MostBuckets = 1 << 15;

    private Dictionary<long, Bucket> _buckets = [];

    public long WidthNanos { get; private set; } = 1_000_000_000;

    public void Add(long atNanos, double value) => Add(Math.DivRem(atNanos, WidthNanos).Quotient, new Bucket(value, 1));

    public void Merge(TimeBuckets other)
    {
        while (WidthNanos < other.WidthNanos)
        {
            Widen();
        }

        foreach (var (index, bucket) in other._buckets)
        {
            Add(index * other.WidthNanos / WidthNanos, bucket);
        }
    }

    /// <summary>The window with the highest mean of the values; null without values for a whole window, or for all there is if that is shorter.</summary>
    public (double Value, long StartNanos, long EndNanos)? HighestMean(TimeSpan window)
    {
        var samples = InOrderOfTime();
        var length = Math.Max(window.TotalNanoseconds, 2 * WidthNanos);
        (double Value, long StartNanos, long EndNanos)? worst = null;
        var sum = default(Bucket);
        var first = 0;
        for (var last = 0; last < samples.Count; last++)
        {
            sum = sum.Plus(samples[last].Bucket);
            while (samples[last].StartNanos - samples[first].StartNanos > length)
            {
                sum = sum.Minus(samples[first++].Bucket);
            }

            var isWhole = samples[last].StartNanos - samples[0].StartNanos >= 0.9 * length || last == samples.Count - 1;
            if (isWhole && last > first && !(sum.Mean <= worst?.Value))
            {
                worst = (sum.Mean, samples[first].StartNanos, samples[last].StartNanos);
            }
        }

        return worst;
    }

    /// <summary>The window with the highest sum of the values: of whole buckets, so that it may be shorter than was asked, or longer.</summary>
    public (double Sum, long StartNanos, long LengthNanos)? HighestSum(TimeSpan window)
    {
        var samples = InOrderOfTime();
        var length = Math.Max(1, (long)window.TotalNanoseconds / WidthNanos) * WidthNanos;
        (double Sum, long StartNanos, long LengthNanos)? worst = null;
        double sum = 0;
        var first = 0;
        for (var last = 0; last < samples.Count; last++)
        {
            sum += samples[last].Bucket.Sum;
            while (samples[last].StartNanos + WidthNanos - samples[first].StartNanos > length)
            {
                sum -= samples[first++].Bucket.Sum;
            }

            if (!(sum <= worst?.Sum))
            {
                worst = (sum, samples[first].StartNanos, length);
            }
        }

        return worst;
    }

    private void Add(long index, Bucket more)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, index, out _);
        bucket = bucket.Plus(more);
        while (_buckets.Count > MostBuckets)
        {
            Widen();
        }
    }

    private void Widen()
    {
        var narrow = _buckets;
        _buckets = new Dictionary<long, Bucket>(narrow.Count);
        WidthNanos *= 2;
        foreach (var (index, more) in narrow)
        {
            ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, index >> 1, out _);
            bucket = bucket.Plus(more);
        }
    }

    private List<(long StartNanos, Bucket Bucket)> InOrderOfTime() =>
        [.. _buckets.Select(bucket => (StartNanos: bucket.Key * WidthNanos, bucket.Value)).OrderBy(bucket => bucket.StartNanos)];

    private readonly record struct Bucket(double Sum, long Count)
    {
        public double Mean => Sum / Count;

        public Bucket Plus(Bucket other) => new(Sum + other.Sum, Count + other.Count);

        public Bucket Minus(Bucket other) => new(Sum - other.Sum, Count - other.Count);
    }
}
