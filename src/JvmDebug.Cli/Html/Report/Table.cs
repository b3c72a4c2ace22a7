namespace JvmDebug.Cli.Html.Report;

/// <summary>A table of text; columns whose head begins with # are numbers.</summary>
internal sealed record Table(params IReadOnlyList<string> Heads)
{
    public List<IReadOnlyList<string>> Rows { get; } = [];

    public void Write(TextWriter html)
    {
        html.Write("<table class=\"data\"><thead><tr>");
        foreach (var head in Heads)
        {
            html.Write($"<th scope=\"col\"{Class(head)}>{HtmlPage.Encode(head.TrimStart('#'))}</th>");
        }

        html.Write("</tr></thead><tbody>\n");
        foreach (var row in Rows)
        {
            html.Write("<tr>");
            for (var i = 0; i < Heads.Count; i++)
            {
                html.Write($"<td{Class(Heads[i])}>{HtmlPage.Encode(row[i])}</td>");
            }

            html.Write("</tr>\n");
        }

        html.Write("</tbody></table>\n");
    }

    private static string Class(string head) => head.StartsWith('#') ? " class=\"number\"" : " class=\"wide\"";
}
