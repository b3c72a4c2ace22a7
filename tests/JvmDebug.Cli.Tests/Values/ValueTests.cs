using JvmDebug.Cli.Values;
using Xunit;

namespace JvmDebug.Cli.Tests.Values;

public class ValueTests
{
    [Theory]
    [InlineData("90s", 90.0)]
    [InlineData("1m30s", 90.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("1.5s", 1.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("", null)]
    [InlineData("90", null)]
    [InlineData("s", null)]
    [InlineData("1d", null)]
    [InlineData("999h", null)]
    public void A_duration_is_written_as_in_Go(string text, double? seconds) =>
        Assert.Equal(seconds, Duration.TryParse(text)?.TotalSeconds);

    [Theory]
    [InlineData("1M", 1L << 20)]
    [InlineData("250m", 250L << 20)]
    [InlineData("2Gi", 2L << 30)]
    [InlineData("1048576", 1L << 20)]
    [InlineData("1K", null)]
    [InlineData("0", null)]
    [InlineData("-1M", null)]
    [InlineData("999999999999T", null)]
    public void A_size_is_a_power_of_1024(string text, long? bytes) => Assert.Equal(bytes, ByteSize.TryParse(text));
}
