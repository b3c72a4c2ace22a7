using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace JvmDebug.Cli.Html;

/// <summary>
/// One self-contained page: what it shows is inside, nothing is fetched. Styles and scripts are files of this program,
/// admitted by their hashes in a Content-Security-Policy that forbids everything else, so that a class name out of a pod
/// can never become code.
/// </summary>
/// <param name="Title">Plain text; the heading as well.</param>
/// <param name="Styles">Embedded .css files, after page.css.</param>
/// <param name="Scripts">Embedded .js files, after page.js; each sees what those before it declare.</param>
internal sealed record HtmlPage(string Title, IReadOnlyList<string> Styles, IReadOnlyList<string> Scripts)
{
    /// <summary>Plain text beside the heading.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>A data block: JSON that a script of the page parses.</summary>
    /// <remarks>JSON leaves one way out of the element, the end tag; no &lt; means no end tag.</remarks>
    public static void WriteData(TextWriter page, string id, string json)
    {
        page.Write($"<script type=\"application/json\" id=\"{id}\">");
        page.Write(json.Replace("<", "\\u003c", StringComparison.Ordinal));
        page.Write("</script>\n");
    }

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>An embedded file of this folder, with the line ends that an HTML parser makes of them.</summary>
    public static string Embedded(string file)
    {
        using var resource = typeof(HtmlPage).Assembly.GetManifestResourceStream("html." + file)
            ?? throw new ArgumentException($"There is no embedded file {file}.", nameof(file));
        return new StreamReader(resource).ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <param name="body">Writes what is inside the body, below the heading: markup, and data blocks.</param>
    public void Write(TextWriter page, Action<TextWriter> body)
    {
        var styles = Styles.Prepend("page.css").Select(Embedded).ToList();
        var scripts = Scripts.Prepend("page.js").Select(Embedded).ToList();
        page.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {Hashes(styles)}; script-src {Hashes(scripts)}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="jvmdebug">
            <title>{Encode(Title)}</title>

            """.ReplaceLineEndings("\n"));
        foreach (var style in styles)
        {
            page.Write($"<style>{style}</style>\n");
        }

        page.Write($"</head>\n<body>\n<header><h1>{Encode(Title)}</h1><span class=\"quiet\">{Encode(Subtitle)}</span><span class=\"spread\"></span>");
        page.Write("<button id=\"theme\" type=\"button\">Theme</button></header>\n");
        body(page);
        foreach (var script in scripts)
        {
            page.Write($"<script>{script}</script>\n");
        }

        page.Write("</body>\n</html>\n");
    }

    private static string Hashes(List<string> texts) =>
        string.Join(' ', texts.Select(text => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'"));
}
