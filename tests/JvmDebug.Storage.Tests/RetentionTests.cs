using CsCheck;
using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(2, null, "3,4,5")]
    [InlineData(null, 2.5, "3,4,5")]
    [InlineData(4, 1.5, "2,3,4,5")]
    [InlineData(1, null, "2,3,4,5")]
    public void The_newest_and_the_young_are_kept(int? keepLast, double? keepForHours, string expired)
    {
        var retention = new Retention(keepLast, keepForHours is { } hours ? TimeSpan.FromHours(hours) : null);

        Assert.Equal(expired, string.Join(',', retention.Expired([5, 1, 3, 2, 4], age => Now.AddHours(-age), Now)));
    }

    [Fact]
    public void The_newest_stays_however_old_it_is() =>
        Assert.Equal([20], new Retention(3, TimeSpan.FromHours(1)).Expired([20, 10], age => Now.AddHours(-age), Now));

    [Fact]
    public void Never_more_than_the_last_so_many_stay() => Gen.Select(Gen.Int[1, 5], Gen.Int[0, 1000].List[0, 20]).Sample((keep, ages) =>
        Assert.Equal(Math.Min(keep, ages.Count), ages.Count - new Retention(keep, null).Expired(ages, age => Now.AddMinutes(-age), Now).Count()));
}
