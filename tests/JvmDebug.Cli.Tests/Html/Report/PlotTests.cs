using JvmDebug.Cli.Html;
using JvmDebug.Cli.Html.Report;
using JvmDebug.Cli.Tests.Html.Browser;
using JvmDebug.Cli.Tests.Html.Flame;
using JvmDebug.Jfr.Timelines;
using Xunit;

namespace JvmDebug.Cli.Tests.Html.Report;

public sealed class PlotTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}.html");

    public void Dispose() => File.Delete(_file);

    [Fact(Timeout = 120_000)]
    public async Task The_arrow_keys_read_a_plot_out()
    {
        var plots = ReportPlots.Of(SampleProfiles.Timeline, SampleProfiles.AllocationCompared());
        using (var text = new StreamWriter(_file))
        {
            new HtmlPage("cart.jfr", ["report.css"], ["format.js", "plots.js"]).Write(text, body =>
            {
                plots[1].Write(body, SampleProfiles.Axis);
                HtmlPage.WriteData(body, "plots", ReportPlots.Json([plots[1]], SampleProfiles.Axis));
            });
        }

        using var page = await chromium.OpenAsync(_file);
        await page.EvaluateAsync<bool>("document.querySelector('svg').focus() ?? true");
        for (var i = 0; i < 4; i++)
        {
            await page.PressAsync("ArrowRight");
        }

        Assert.Equal("22:13:23.000  committed 191 MiB, used 57.2 MiB, after GC 38.1 MiB", await page.TextAsync("output"));
        Assert.StartsWith("Heap over time; arrow keys read it out. committed: 190.7 MiB to 190.7 MiB", await page.EvaluateAsync<string>("document.querySelector('svg').getAttribute('aria-label')"), StringComparison.Ordinal);
        Assert.Equal(("200.3 MiB", "100.1 MiB"), (await page.TextAsync(".scale.top"), await page.TextAsync(".scale.half")));
        Assert.Equal("22:13:20 22:13:25 22:13:30", await page.EvaluateAsync<string>("[...document.querySelectorAll('.times span')].map(span => span.textContent).join(' ')"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public void What_was_not_recorded_has_no_plot()
    {
        var timeline = SampleProfiles.Timeline with { HeapUsed = [null], HeapAfterGC = [null], HeapCommitted = [null], Pauses = [] };

        Assert.Equal(["CPU", "Java threads"], ReportPlots.Of(timeline, allocation: null).Select(plot => plot.Title));
    }

    [Fact]
    public void What_was_allocated_before_the_recording_is_no_spike_at_its_start()
    {
        var allocation = SampleProfiles.AllocationCompared();
        var (bucket, bytes) = (allocation.Samples[0].Bucket, allocation.Samples.Where(sample => sample.Bucket == allocation.Samples[0].Bucket).Sum(sample => sample.Weight));
        var before = new double[SampleProfiles.Axis.Buckets];
        before[bucket] = bytes;

        var (counted, leftOut) = (Rates(SampleProfiles.Timeline), Rates(SampleProfiles.Timeline with { AllocatedBefore = before }));

        Assert.Equal(bytes / (SampleProfiles.Axis.BucketNanos / 1e9), counted[bucket]!.Value, 3);
        Assert.Equal(0, leftOut[bucket]);
        Assert.Equal(counted.Skip(bucket + 1), leftOut.Skip(bucket + 1));

        IReadOnlyList<double?> Rates(RecordingTimeline timeline) => ReportPlots.Of(timeline, allocation).Single(plot => plot.Title == "Allocation rate").Series[0].Values;
    }

    [Fact]
    public void Names_in_tables_stay_text()
    {
        var table = new Table("#Count", "Name");
        table.Rows.Add(["1", "<script>alert(1)</script>"]);
        using var html = new StringWriter();
        table.Write(html);

        Assert.Contains("<td class=\"wide\">&lt;script&gt;", html.ToString(), StringComparison.Ordinal);
    }
}
