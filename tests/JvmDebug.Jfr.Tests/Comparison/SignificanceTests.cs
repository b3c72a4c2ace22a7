using JvmDebug.Jfr.Comparison;
using Xunit;

namespace JvmDebug.Jfr.Tests.Comparison;

public class SignificanceTests
{
    // The expected values are integrals of Student's density, computed with another program.
    [Theory]
    [InlineData(
        new[] { 27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4 },
        new[] { 27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 25.2 },
        0.007297955930)]
    [InlineData(new[] { -1.0, 0, 1 }, new[] { 1.5, 2.5, 4.5 }, 0.064171011816)]
    public void P_is_that_of_Students_distribution(double[] left, double[] right, double expected) =>
        Assert.Equal(expected, Significance.WelchP(left, right)!.Value, 9);

    [Fact]
    public void Two_values_are_too_few_to_tell() => Assert.Null(Significance.WelchP([1, 2], [3, 4, 5]));

    [Fact]
    public void Equal_values_do_not_differ_and_constant_ones_that_differ_do()
    {
        Assert.Equal(1, Significance.WelchP([1, 1, 1], [1, 1, 1]));
        Assert.Equal(0, Significance.WelchP([1, 1, 1], [2, 2, 2]));
    }

    [Fact]
    public void Many_comparisons_are_corrected_in_their_order() =>
        Assert.Equal([0.03, 0.04, null, 0.5], Significance.Corrected([0.01, 0.02666666666666667, null, 0.5]).Select(p => p is { } value ? Math.Round(value, 9) : (double?)null));

    [Fact]
    public void Noise_is_found_significant_no_more_often_than_chance_allows()
    {
        var random = new Random(7);
        var found = Enumerable.Range(0, 2_000).Count(_ => Significance.WelchP(Some(), Some()) < 0.05);

        Assert.InRange(found, 60, 145);

        double[] Some() => [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble() + random.NextDouble() + random.NextDouble())];
    }
}
