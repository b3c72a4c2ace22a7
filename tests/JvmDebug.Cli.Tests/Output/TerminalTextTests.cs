using JvmDebug.Cli.Output;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("demo.Main -Xmx64m", "demo.Main -Xmx64m")]
    [InlineData("Grüße 日本 🚀\t|", "Grüße 日本 🚀\t|")]
    [InlineData("\e]0;title\a", @"\u001b]0;title\u0007")]
    [InlineData("over\rwritten\b", @"over\u000dwritten\u0008")]
    [InlineData("\u009b31m", @"\u009b31m")]
    [InlineData("\u202egnp.exe", @"\u202egnp.exe")]
    [InlineData("\u2066x\u2069", @"\u2066x\u2069")]
    [InlineData("zero\u200bwidth\ufeff", @"zero\u200bwidth\ufeff")]
    [InlineData("\0", @"\u0000")]
    public void Control_and_invisible_characters_become_visible(string text, string shown)
    {
        Assert.Equal(shown, TerminalText.Clean(text));
        Assert.Equal(shown, TerminalText.Line(text));
    }

    [Fact]
    public void Line_ends_stay_in_text_and_not_in_a_line()
    {
        Assert.Equal("a\nb", TerminalText.Clean("a\nb"));
        Assert.Equal(@"a\u000ab", TerminalText.Line("a\nb"));
        Assert.Equal(@"a\u2028b", TerminalText.Clean("a\u2028b"));
    }
}
