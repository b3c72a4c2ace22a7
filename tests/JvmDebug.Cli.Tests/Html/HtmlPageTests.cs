using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using JvmDebug.Cli.Html;
using Xunit;

namespace JvmDebug.Cli.Tests.Html;

public sealed partial class HtmlPageTests
{
    [Fact]
    public void Every_style_and_script_is_admitted_by_its_hash_and_nothing_else_is()
    {
        var page = Page("cart", _ => { });
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;

        var inline = Inline().Matches(page);
        Assert.Equal(2, inline.Count);
        Assert.All(inline, match => Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups[2].Value)))}'", policy, StringComparison.Ordinal));
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_with_markup_stays_text()
    {
        var page = Page("<img src=x>&", _ => { });

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;img src=x&gt;&amp;</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_cannot_end_its_own_block()
    {
        var page = Page("cart", body => HtmlPage.WriteData(body, "data", """["</script><script>alert(1)</script>"]"""));

        Assert.Contains("""<script type="application/json" id="data">["\u003c/script>\u003cscript>alert(1)\u003c/script>"]</script>""", page, StringComparison.Ordinal);
    }

    private static string Page(string title, Action<TextWriter> body)
    {
        using var text = new StringWriter();
        new HtmlPage(title, [], []).Write(text, body);
        return text.ToString();
    }

    [GeneratedRegex("<(style|script)>(.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Inline();
}
