namespace JvmDebug.Jfr.Timelines;

/// <summary>How values of one bucket become one.</summary>
internal enum BucketRule
{
    Average,
    Lowest,
    Highest,
}

/// <summary>A number for each bucket of a time axis.</summary>
internal sealed class BucketSeries(int buckets, BucketRule rule)
{
    private readonly double[] _values = new double[buckets];
    private readonly int[] _counts = new int[buckets];

    public void Add(int bucket, double value)
    {
        if (double.IsFinite(value))
        {
            Add(bucket, value, 1);
        }
    }

    public void Merge(BucketSeries other)
    {
        for (var bucket = 0; bucket < _values.Length; bucket++)
        {
            if (other._counts[bucket] > 0)
            {
                Add(bucket, other._values[bucket], other._counts[bucket]);
            }
        }
    }

    public double?[] ToArray() => [.. _values.Select((value, bucket) => _counts[bucket] == 0 ? (double?)null : rule == BucketRule.Average ? value / _counts[bucket] : value)];

    private void Add(int bucket, double value, int count)
    {
        _values[bucket] = rule switch
        {
            _ when _counts[bucket] == 0 => value,
            BucketRule.Lowest => Math.Min(_values[bucket], value),
            BucketRule.Highest => Math.Max(_values[bucket], value),
            _ => _values[bucket] + value,
        };
        _counts[bucket] += count;
    }
}
