using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Html.Flame;

/// <summary>Flame graphs of one or several events, as a page or as a part of one.</summary>
internal static class FlamePage
{
    public static IReadOnlyList<string> Styles { get; } = ["flame.css"];

    public static IReadOnlyList<string> Scripts { get; } = ["format.js", "flame-data.js", "flame-tree.js", "flame-colours.js", "flame-view.js", "timeline.js", "flame-page.js"];

    /// <param name="settings">Of the recordings; null if they are not known.</param>
    public static void Write(TextWriter page, string title, string subtitle, IReadOnlyList<StackProfile> profiles, RecordingTimeline timeline, ActiveSettings? settings = null) =>
        new HtmlPage(title, Styles, Scripts) { Subtitle = subtitle }.Write(page, body => WritePart(body, profiles, timeline, settings));

    /// <summary>The markup and its data; the page must have the styles and scripts.</summary>
    public static void WritePart(TextWriter body, IReadOnlyList<StackProfile> profiles, RecordingTimeline timeline, ActiveSettings? settings)
    {
        body.Write(HtmlPage.Embedded("flame.html"));
        HtmlPage.WriteData(body, "flames", FlameData.Json(profiles, timeline, settings));
    }
}
