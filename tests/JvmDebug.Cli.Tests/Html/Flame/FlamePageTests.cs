using JvmDebug.Cli.Html.Flame;
using JvmDebug.Cli.Tests.Html.Browser;
using JvmDebug.Jfr.Stacks;
using Xunit;

namespace JvmDebug.Cli.Tests.Html.Flame;

/// <summary>The page in a real browser. The graph is flame-shaped: the row of the threads' entries is at the bottom.</summary>
public sealed class FlamePageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const int Patience = 120_000;
    private const string Graph = "canvas.flame";

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}.html");

    public void Dispose() => File.Delete(_file);

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_renders_in_light_and_dark_without_a_complaint_or_a_request(bool dark)
    {
        using var page = await OpenAsync(dark, SampleProfiles.Cpu(), SampleProfiles.AllocationCompared());

        Assert.Equal("CPU: 100 samples", await page.TextAsync(".facts"));
        Assert.True(await page.EvaluateAsync<int>($"new Set(document.querySelector('{Graph}').getContext('2d').getImageData(0, 0, 1000, 500).data).size") > 10);
        Assert.Equal(dark, await page.EvaluateAsync<bool>("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0] < 100"));
        await page.SelectAsync(".event", "1");
        Assert.Equal("Allocation: 4.00 MiB, base 2.00 MiB", await page.TextAsync(".facts"));
        Assert.Empty(page.Complaints);
        Assert.Equal([new Uri(_file).AbsoluteUri], page.Requests);
    }

    [Fact(Timeout = Patience)]
    public async Task A_click_zooms_and_the_button_shows_all_again()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.ClickAsync(Graph, 1000, await BottomAsync(page, row: 1));

        Assert.Equal("java.lang.Thread.run: 60 samples, 60.0 % of 100 samples", await page.TextAsync(".facts"));
        await page.ClickAsync(".unzoom");
        Assert.Equal("CPU: 100 samples", await page.TextAsync(".facts"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_search_says_how_much_it_matches_and_a_wrong_pattern_is_said_to_be_one()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.ClickAsync(".search");
        await page.TypeAsync("prime$");

        Assert.Equal("matched 60.0 % (60 samples)", await page.TextAsync(".matched"));
        await page.TypeAsync("|SERVE");
        Assert.Equal("matched 0 % (0 samples)", await page.TextAsync(".matched"));
        await page.TypeAsync("(");
        Assert.Equal("not a regular expression", await page.TextAsync(".matched"));
        await page.PressAsync("Escape");
        Assert.Equal("", await page.TextAsync(".matched"));
    }

    [Fact(Timeout = Patience)]
    public async Task Dragging_over_the_timeline_adds_up_that_time_alone()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        var width = await page.EvaluateAsync<double>("document.querySelector('.timeline').clientWidth");
        await page.DragAsync(".timeline", width * 0.51, width * 0.89);

        Assert.Equal("CPU: 32 samples", await page.TextAsync(".facts"));
        Assert.Contains("22:13:25.000 to 22:13:29.000 UTC (4 s)", await page.TextAsync(".range"), StringComparison.Ordinal);
        await page.ClickAsync(".timeline");
        Assert.Equal("CPU: 100 samples", await page.TextAsync(".facts"));
    }

    [Fact(Timeout = Patience)]
    public async Task Threads_and_pools_are_chosen_and_grouped()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.SelectAsync(".threads", "phttp-*");
        Assert.Equal("CPU: 60 samples", await page.TextAsync(".facts"));
        await page.SelectAsync(".threads", "");
        await page.SelectAsync(".group", "pool");
        await page.ClickAsync(Graph, 100, await BottomAsync(page, row: 1));
        Assert.Equal("http-*: 60 samples, 60.0 % of 100 samples", await page.TextAsync(".facts"));
    }

    [Fact(Timeout = Patience)]
    public async Task It_is_operated_with_the_keyboard_alone()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.EvaluateAsync<bool>($"document.querySelector('{Graph}').focus() ?? true");
        await page.PressAsync("ArrowUp");
        await page.PressAsync("ArrowUp");
        Assert.StartsWith("demo.Shop.serve: 60 samples, 60.0 % of all", await page.TextAsync(".announce"), StringComparison.Ordinal);
        await page.PressAsync("Enter");
        Assert.StartsWith("demo.Shop.serve: 60 samples", await page.TextAsync(".facts"), StringComparison.Ordinal);
        await page.PressAsync("Escape");
        Assert.Equal("CPU: 100 samples", await page.TextAsync(".facts"));
        await page.PressAsync("i");
        Assert.Equal("true", await page.EvaluateAsync<string>("document.querySelector('.invert').getAttribute('aria-pressed')"));
        await page.PressAsync("/");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement === document.querySelector('.search')"));
    }

    [Fact(Timeout = Patience)]
    public async Task Letters_and_find_are_the_graphs_only_while_it_has_the_focus()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.EvaluateAsync<bool>("document.querySelector('.hot button').focus() ?? true");
        await page.PressAsync("i");
        await page.PressAsync("/");

        Assert.Equal("false", await page.EvaluateAsync<string>("document.querySelector('.invert').getAttribute('aria-pressed')"));
        Assert.False(await page.EvaluateAsync<bool>("document.activeElement === document.querySelector('.search')"));
        const string Find = "(e => e.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true, cancelable: true })))";
        Assert.True(await page.EvaluateAsync<bool>($"{Find}(document.querySelector('.hot button'))"));
        Assert.False(await page.EvaluateAsync<bool>($"{Find}(document.querySelector('{Graph}'))"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_drag_that_the_browser_takes_over_goes_on_no_more()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        const string Send = "((type, x) => document.querySelector('.timeline').dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x, clientY: 5, bubbles: true })))";
        await page.EvaluateAsync<bool>("(t => { t.setPointerCapture = () => {}; return true; })(document.querySelector('.timeline'))");
        foreach (var (type, x) in new[] { ("pointerdown", 100), ("pointermove", 300), ("pointercancel", 300) })
        {
            await page.EvaluateAsync<bool>($"{Send}('{type}', {x})");
        }

        var chosen = await page.TextAsync(".range");
        await page.EvaluateAsync<bool>($"{Send}('pointermove', 500)");
        await page.EvaluateAsync<bool>($"{Send}('pointerup', 500)");

        Assert.NotEqual("whole recording", chosen);
        Assert.Equal(chosen, await page.TextAsync(".range"));
    }

    [Theory(Timeout = Patience)]
    [InlineData(false, "", "rgb(251, 251, 250)")]
    [InlineData(true, "", "rgb(22, 24, 28)")]
    [InlineData(true, "light", "rgb(251, 251, 250)")]
    [InlineData(false, "dark", "rgb(22, 24, 28)")]
    public async Task Colours_are_plain_values_that_every_browser_knows(bool dark, string chosen, string background)
    {
        using var page = await OpenAsync(dark, SampleProfiles.Cpu());
        await page.EvaluateAsync<bool>($"theme.choose('{(chosen.Length > 0 ? chosen : "auto")}') ?? true");

        var shown = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await page.EvaluateAsync<bool>("theme.choose('auto') ?? true");
        Assert.Equal(background, shown);
        Assert.False(await page.EvaluateAsync<bool>("[...document.querySelectorAll('style')].some(style => style.textContent.includes('light-dark(#'))"));
    }

    [Fact(Timeout = Patience)]
    public async Task Callers_begin_with_the_hot_frames()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.ClickAsync(".reverse");
        await page.ClickAsync(Graph, 100, await BottomAsync(page, row: 1));
        Assert.Equal("demo.Primes.isPrime: 60 samples, 60.0 % of 100 samples", await page.TextAsync(".facts"));
        await page.ClickAsync(Graph, 100, await BottomAsync(page, row: 3));
        Assert.Equal("java.lang.Thread.run: 60 samples, 60.0 % of 100 samples", await page.TextAsync(".facts"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_tooltip_explains_stacks_that_are_cut_off()
    {
        using var page = await OpenAsync(SampleProfiles.Cpu());
        await page.HoverAsync(Graph, 100, await BottomAsync(page, row: 1));

        var tip = await page.TextAsync(".tooltip");
        Assert.StartsWith("[truncated]40 samples, 40.0 % of all", tip, StringComparison.Ordinal);
        Assert.Contains("stackdepth", tip, StringComparison.Ordinal);
        Assert.Contains("40 of 100 have a stack deeper than was recorded", await page.TextAsync(".notes"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_comparison_is_red_where_there_is_more_and_blue_where_there_is_less()
    {
        using var page = await OpenAsync(SampleProfiles.AllocationCompared());
        var row = await BottomAsync(page, row: 1);

        Assert.Equal("red", await ColourAsync(page, 300, row));
        Assert.Equal("blue", await ColourAsync(page, 1100, row));
        await page.HoverAsync(Graph, 300, row);
        Assert.Contains("base 1.00 MiB, 50.0 %: +25.00 percentage points", await page.TextAsync(".tooltip"), StringComparison.Ordinal);
        Assert.StartsWith("3.00 MiB75.0 %3.00 MiB75.0 %+25.0 ppbyte[]", await page.TextAsync(".hot tbody"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_hundred_thousand_frames_are_drawn_within_a_frame_or_few_and_added_up_quickly()
    {
        using var page = await OpenAsync(SampleProfiles.Large());

        Assert.Equal(100_001, await page.EvaluateAsync<int>("document.querySelector('.flames').page.tree.length"));
        // Generous: the machine may be busy. Alone it takes some 10 and some 100 ms.
        Assert.InRange(await page.EvaluateAsync<double>(Fastest("page.view.draw()")), 0, 150);
        Assert.InRange(await page.EvaluateAsync<double>(Fastest("page.rebuild()")), 0, 1500);
    }

    private static string Fastest(string work) =>
        $"(page => Math.min(...[1, 2, 3, 4, 5].map(() => {{ const start = performance.now(); {work}; return performance.now() - start; }})))(document.querySelector('.flames').page)";

    /// <summary>The middle of a row above the bottom of the graph; row 0 is all of it.</summary>
    private static async Task<double> BottomAsync(BrowserPage page, int row) =>
        await page.EvaluateAsync<double>($"document.querySelector('{Graph}').clientHeight - {row} * ROW - ROW / 2");

    private static async Task<string> ColourAsync(BrowserPage page, double x, double y) => await page.EvaluateAsync<string>(
        FormattableString.Invariant($"(p => p[0] > p[2] + 40 ? 'red' : p[2] > p[0] + 40 ? 'blue' : [...p].join())(document.querySelector('{Graph}').getContext('2d').getImageData({x}, {Math.Floor(y + 6)}, 1, 1).data)"));

    private Task<BrowserPage> OpenAsync(params StackProfile[] profiles) => OpenAsync(dark: false, profiles);

    private Task<BrowserPage> OpenAsync(bool dark, params StackProfile[] profiles)
    {
        using (var text = new StreamWriter(_file))
        {
            FlamePage.Write(text, "cart.jfr", "", profiles, SampleProfiles.Timeline);
        }

        return chromium.OpenAsync(_file, dark);
    }
}
