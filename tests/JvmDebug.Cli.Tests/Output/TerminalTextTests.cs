using JvmDebug.Cli.Output;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain text, ä, 漢字\tand\nlines", "plain text, ä, 漢字\tand\nlines")]
    [InlineData("\u001b]0;owned\u0007", "\\u001b]0;owned\\u0007")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("abc\u202edef", "abc\\u202edef")]
    [InlineData("\u009b31m", "\\u009b31m")]
    public void Text_of_a_pod_cannot_steer_the_terminal(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));
}
