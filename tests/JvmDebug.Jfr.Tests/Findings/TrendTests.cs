using JvmDebug.Jfr.Findings;
using Xunit;

namespace JvmDebug.Jfr.Tests.Findings;

public class TrendTests
{
    [Fact]
    public void A_line_is_found_wherever_it_begins()
    {
        // Seconds since the epoch are large beside those of a recording.
        var trend = Trend.Through([.. Enumerable.Range(0, 60).Select(i => (1_700_000_000.0 + i, 5.0 + (2.0 * i)))])!.Value;

        Assert.Equal((2, 1), (Math.Round(trend.Slope, 6), Math.Round(trend.Fit, 6)));
    }

    [Fact]
    public void What_wobbles_has_no_line() => Assert.InRange(Trend.Through([.. Enumerable.Range(0, 60).Select(i => ((double)i, (double)(i % 2)))])!.Value.Fit, 0, 0.1);

    [Fact]
    public void What_never_changes_is_on_a_level_line() => Assert.Equal((0, 1), (Trend.Through([(0, 5), (1, 5), (2, 5)])!.Value.Slope, Trend.Through([(0, 5), (1, 5), (2, 5)])!.Value.Fit));

    [Fact]
    public void Two_points_and_points_at_one_time_have_none()
    {
        Assert.Null(Trend.Through([(0, 0), (1, 1)]));
        Assert.Null(Trend.Through([(1, 0), (1, 1), (1, 2)]));
    }

    [Theory]
    [InlineData(5, 30, true)]
    [InlineData(4, 30, false)]
    [InlineData(5, 29, false)]
    [InlineData(0, 0, false)]
    public void Few_points_and_short_times_are_not_enough(int points, double seconds, bool isEnough) =>
        Assert.Equal(isEnough, Trend.IsEnough([.. Enumerable.Range(0, points).Select(i => (i * seconds / Math.Max(1, points - 1), 1.0))], 5));
}
