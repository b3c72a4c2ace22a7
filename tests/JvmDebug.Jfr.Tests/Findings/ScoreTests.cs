using JvmDebug.Jfr.Findings;
using Xunit;

namespace JvmDebug.Jfr.Tests.Findings;

public class ScoreTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0.5, 12)]
    [InlineData(0.999, 24)]
    [InlineData(1, 25)]
    [InlineData(2, 50)]
    [InlineData(2.999, 74)]
    [InlineData(3, 75)]
    [InlineData(4.5, 87)]
    [InlineData(6, 100)]
    [InlineData(1e9, 100)]
    [InlineData(double.PositiveInfinity, 100)]
    public void A_score_rises_in_lines_from_nothing_to_the_warning_the_error_and_twice_that(double value, int score) => Assert.Equal(score, Score.Of(value, 1, 3));
}
