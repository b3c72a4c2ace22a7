namespace JvmDebug.Cli.Html.Report;

/// <summary>A table of text; columns whose head begins with # are numbers.</summary>
internal sealed record Table(params IReadOnlyList<string> Heads)
{
    public List<IReadOnlyList<string>> Rows { get; } = [];

    /// <summary>Classes of page.css, by the number of the row.</summary>
    public Dictionary<int, string> Styles { get; } = [];

    public void Write(TextWriter html)
    {
        html.Write("<table class=\"data\"><thead><tr>");
        foreach (var head in Heads)
        {
            html.Write($"<th scope=\"col\"{Class(head)}>{HtmlPage.Encode(head.TrimStart('#'))}</th>");
        }

        html.Write("</tr></thead><tbody>\n");
        for (var row = 0; row < Rows.Count; row++)
        {
            html.Write(Styles.GetValueOrDefault(row) is { Length: > 0 } style ? $"<tr class=\"{style}\">" : "<tr>");
            for (var i = 0; i < Heads.Count; i++)
            {
                html.Write($"<td{Class(Heads[i])}>{HtmlPage.Encode(Rows[row][i])}</td>");
            }

            html.Write("</tr>\n");
        }

        html.Write("</tbody></table>\n");
    }

    private static string Class(string head) => head.StartsWith('#') ? " class=\"number\"" : " class=\"wide\"";
}
