using JvmDebug.Jfr.Findings.Facts;
using Xunit;

namespace JvmDebug.Jfr.Tests.Findings;

public class TimeBucketsTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void The_worst_window_has_the_highest_mean_of_its_own_values()
    {
        var buckets = Of(60, i => i is >= 20 and < 40 ? 0.9 : 0.1);

        var worst = buckets.HighestMean(TimeSpan.FromSeconds(10))!.Value;

        Assert.Equal(0.9, worst.Value, 6);
        Assert.InRange(worst.StartNanos, 20 * Second, 30 * Second);
    }

    [Fact]
    public void A_single_high_value_is_no_window() => Assert.Equal(0.2, Of(60, i => i == 0 ? 1.1 : 0.1).HighestMean(TimeSpan.FromSeconds(9))!.Value.Value, 6);

    [Fact]
    public void Less_than_a_window_is_taken_as_a_whole_and_a_single_value_for_nothing()
    {
        Assert.Equal(0.5, Of(4, _ => 0.5).HighestMean(TimeSpan.FromSeconds(10))!.Value.Value, 6);
        Assert.Null(Of(1, _ => 0.5).HighestMean(TimeSpan.FromSeconds(10)));
        Assert.Null(Of(0, _ => 0.5).HighestMean(TimeSpan.FromSeconds(10)));
        Assert.Null(Of(0, _ => 0.5).HighestSum(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_minute_has_sixty_seconds() => Assert.Equal(60, Of(200, _ => 1).HighestSum(TimeSpan.FromSeconds(60))!.Value.Sum);

    [Fact]
    public void Buckets_of_days_are_few_and_nothing_is_lost_of_the_last_hour()
    {
        // Three days of a value a second, in two parts; the trouble is at the end.
        const int Days = 3 * 86_400;
        var (first, second) = (Of(Days / 2, _ => 0.1), new TimeBuckets());
        for (var i = Days / 2; i < Days; i++)
        {
            second.Add(i * Second, i >= Days - 600 ? 0.9 : 0.1);
        }

        first.Merge(second);

        Assert.Equal(8 * Second, first.WidthNanos);
        Assert.Equal(0.9, first.HighestMean(TimeSpan.FromSeconds(10))!.Value.Value, 6);
        var (sum, _, length) = first.HighestSum(TimeSpan.FromSeconds(60))!.Value;
        Assert.Equal((56 * 0.9, 56 * Second), (Math.Round(sum, 6), length));
    }

    private static TimeBuckets Of(int seconds, Func<int, double> value)
    {
        var buckets = new TimeBuckets();
        for (var i = 0; i < seconds; i++)
        {
            buckets.Add(i * Second, value(i));
        }

        return buckets;
    }
}
