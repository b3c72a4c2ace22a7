using Xunit;

namespace JvmDebug.Jfr.Tests.Views;

public class ViewFormatTests
{
    [Theory]
    [InlineData(1.0, ValueUnit.Bytes, "1 byte")]
    [InlineData(-1.0, ValueUnit.Bytes, "-1 byte")]
    [InlineData(1023.9, ValueUnit.Bytes, "1023 bytes")]
    [InlineData(1536.0, ValueUnit.Bytes, "1.5 kB")]
    [InlineData(-1536.0, ValueUnit.Bytes, "-1.5 kB")]
    [InlineData(1.0, ValueUnit.Bits, "1 bit")]
    [InlineData(2.0, ValueUnit.Bits, "2 bits")]
    [InlineData(3_145_728.0, ValueUnit.Bits, "3.0 Mbit")]
    [InlineData(2.0, ValueUnit.BytesPerSecond, "2 byte/s")]
    [InlineData(2048.0, ValueUnit.BytesPerSecond, "2.0 kB/s")]
    [InlineData(880.0, ValueUnit.BitsPerSecond, "880 bps")]
    [InlineData(326_712.0, ValueUnit.BitsPerSecond, "319.1 kbps")]
    public void Amounts_and_rates_have_the_units_that_the_JDK_gives_them(double amount, ValueUnit unit, string text)
    {
        Assert.Equal(text, ViewFormat.Text(amount, unit));
        Assert.Equal(text, ViewFormat.Text((long)amount, unit));
    }
}
