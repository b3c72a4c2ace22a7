using System.Globalization;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Html.Report;

/// <summary>One line, or one set of bars, of a plot.</summary>
/// <param name="Style">Class of report.css.</param>
/// <param name="Values">One a bucket; null where there is none.</param>
internal sealed record PlotSeries(string Name, string Style, IReadOnlyList<double?> Values);

/// <summary>
/// Values over time as SVG, so that it is sharp on paper and takes its colours from the page. plots.js adds a cursor for mouse
/// and keyboard; without it the picture is whole.
/// </summary>
/// <param name="Highest">Top of the scale; null for the largest value.</param>
/// <param name="Format">How a value is written: percent, bytes, rate, count, ms.</param>
internal sealed record Plot(string Title, string Format, IReadOnlyList<PlotSeries> Series, double? Highest = null)
{
    public const int Width = 960;
    public const int Height = 120;

    public bool IsEmpty => Series.All(series => series.Values.All(value => value is null));

    public double Top => Highest ?? Scale(1.05 * Series.SelectMany(series => series.Values).Max() ?? 0);

    public void Write(TextWriter html, TimeAxis axis)
    {
        html.Write($"<figure class=\"plot\"><figcaption><b>{HtmlPage.Encode(Title)}</b>");
        foreach (var series in Series)
        {
            html.Write($" <span class=\"key {series.Style}\">{HtmlPage.Encode(series.Name)}</span>");
        }

        html.Write("<output></output></figcaption>\n");
        html.Write($"<div class=\"scaled\"><svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" tabindex=\"0\" role=\"img\" aria-label=\"{HtmlPage.Encode(Description())}\">");
        for (var line = 1; line <= 4; line++)
        {
            var y = Y(Top * line / 4).ToString("0.#", CultureInfo.InvariantCulture);
            html.Write($"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>");
        }

        foreach (var series in Series)
        {
            html.Write($"<path class=\"{series.Style}\" d=\"{(series.Style.StartsWith("bars", StringComparison.Ordinal) ? Bars(series) : Line(series))}\"/>");
        }

        html.Write($"<line class=\"cursor\" y1=\"0\" y2=\"{Height}\" x1=\"-1\" x2=\"-1\"/></svg>");
        // Text in a picture that is stretched would be stretched.
        html.Write($"<span class=\"scale top\">{Text(Top)}</span><span class=\"scale half\">{Text(Top / 2)}</span></div>\n");
        html.Write($"<div class=\"times\"><span>{Time(axis, 0)}</span><span>{Time(axis, 0.5)}</span><span>{Time(axis, 1)}</span></div></figure>\n");
    }

    // The half of it is written too, and of what is counted in whole numbers it has to be one.
    private double Scale(double most) => Format == "count" ? Math.Max(2, Math.Ceiling(most / 2) * 2) : most > 0 ? most : 1;

    private static string Time(TimeAxis axis, double share)
    {
        var nanos = axis.Buckets * axis.BucketNanos;
        var time = DateTimeOffset.UnixEpoch.AddTicks((axis.StartNanos + (long)(nanos * share)) / 100);
        return time.ToString(nanos < 86_400e9 ? "HH:mm:ss" : "MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private string Description() => $"{Title} over time; arrow keys read it out. " + string.Join("; ", Series.Select(series => string.Create(
        CultureInfo.InvariantCulture, $"{series.Name}: {Text(series.Values.Min())} to {Text(series.Values.Max())}")));

    private string Text(double? value) => PlotText.Of(value, Format);

    // A gap of a few buckets is a sampling period longer than a bucket, not an absence.
    private string Line(PlotSeries series)
    {
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < series.Values.Count; i++)
        {
            if (series.Values[i] is { } value)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{X(series, i + 0.5):0.#},{Y(value):0.#}");
            }
        }

        return path.ToString();
    }

    private string Bars(PlotSeries series)
    {
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < series.Values.Count; i++)
        {
            if (series.Values[i] is > 0 and var value)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{X(series, i):0.#},{Height}V{Y(value):0.#}H{X(series, i + 0.9):0.#}V{Height}Z");
            }
        }

        return path.ToString();
    }

    private static double X(PlotSeries series, double bucket) => bucket * Width / series.Values.Count;

    private double Y(double value) => Height - Math.Min(value / Top, 1) * (Height - 4);
}
