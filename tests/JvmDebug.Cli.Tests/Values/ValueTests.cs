using JvmDebug.Cli.Values;
using Xunit;

namespace JvmDebug.Cli.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("90s", 90.0)]
    [InlineData("1m30s", 90.0)]
    [InlineData("2h", 7200.0)]
    [InlineData("1.5m", 90.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("168h", 604800.0)]
    [InlineData("", null)]
    [InlineData("90", null)]
    [InlineData("s", null)]
    [InlineData("1d", null)]
    [InlineData("999h", null)]
    public void A_duration_is_read_as_Go_reads_it(string text, double? seconds) => Assert.Equal(seconds, Duration.TryParse(text)?.TotalSeconds);

    [Theory]
    [InlineData("1048576", 1L << 20)]
    [InlineData("1M", 1L << 20)]
    [InlineData("250m", 250L << 20)]
    [InlineData("1Gi", 1L << 30)]
    [InlineData("2GB", 2L << 30)]
    [InlineData("2048k", 2L << 20)]
    [InlineData("1K", null)]
    [InlineData("0", null)]
    [InlineData("-1M", null)]
    [InlineData("999999999999T", null)]
    public void A_size_is_a_power_of_1024(string text, long? bytes) => Assert.Equal(bytes, ByteSize.TryParse(text));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(412345, "402.7 KiB")]
    [InlineData(5L << 20, "5 MiB")]
    [InlineData(3L << 29, "1.5 GiB")]
    public void A_size_is_written_for_people(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
