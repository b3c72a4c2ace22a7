using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Html.Report;

/// <summary>What differs from the baseline: what <c>jfr diff</c> says of both sides.</summary>
internal static class ComparisonSection
{
    private const int MostMethods = 15;

    public static void Write(TextWriter html, DiffResult result)
    {
        html.Write($"<p class=\"quiet\">Before: {HtmlPage.Encode(DiffWords.Side(result.Base))}. After: {HtmlPage.Encode(DiffWords.Side(result.Current))}.</p>\n");
        var figures = new Table("Figure", "#Before", "#After", "#Change", "Verdict");
        foreach (var change in result.Diff.Measures)
        {
            figures.Rows.Add(
            [
                DiffWords.Title(change.Measure),
                DiffWords.Figure(change.Measure, change.Base),
                DiffWords.Figure(change.Measure, change.Current),
                DiffWords.Relative(change.Base, change.Current),
                DiffWords.Explain(change),
            ]);
            figures.Styles[figures.Rows.Count - 1] = change.Verdict switch { Verdict.Worse => "error", Verdict.Better => "good", _ => "" };
        }

        figures.Write(html);
        var changed = DiffWords.Changed(result.Diff);
        var compared = PlotText.Of(result.Diff.Methods.Count, "count");
        html.Write("<h3>Hot methods</h3>\n");
        html.Write($"<p class=\"quiet\">{(changed.Count == 0 ? $"Of {compared} none takes another share of the samples than chance would give it." : $"Of {compared} these take another share of the samples.")}</p>\n");
        if (changed.Count > 0)
        {
            var methods = new Table("#Before", "#After", "#p", "Method on top of the stack");
            methods.Rows.AddRange(changed.Take(MostMethods).Select(change => (IReadOnlyList<string>)[PlotText.Percent(change.Base), PlotText.Percent(change.Current), DiffWords.P(change.P), change.Method]));
            methods.Write(html);
        }

        var outliers = DiffWords.Outliers(result).ToList();
        if (outliers.Count > 0)
        {
            html.Write($"<h3>Unlike the others</h3>\n<ul>{string.Concat(outliers.Select(outlier => $"<li>{HtmlPage.Encode(outlier)}</li>"))}</ul>\n");
        }
    }
}
