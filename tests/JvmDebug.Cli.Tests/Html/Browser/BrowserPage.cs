using System.Text.Json.Nodes;

namespace JvmDebug.Cli.Tests.Html.Browser;

/// <summary>A tab, driven as a person would: with a mouse and a keyboard.</summary>
public sealed class BrowserPage : IDisposable
{
    private const int Width = 1280;
    private const int Height = 900;

    private readonly DevTools _tools;
    private readonly CancellationToken _cancellationToken;

    private BrowserPage(DevTools tools, CancellationToken cancellationToken) => (_tools, _cancellationToken) = (tools, cancellationToken);

    /// <summary>What the page complained about: errors, warnings, refusals of the content security policy.</summary>
    public IReadOnlyList<string> Complaints =>
    [
        .. Of("Runtime.exceptionThrown").Select(thrown => thrown["exceptionDetails"]!.ToJsonString()),
        .. Of("Runtime.consoleAPICalled").Where(call => call["type"]!.GetValue<string>() is "error" or "warning").Select(call => call["args"]!.ToJsonString()),
        .. Of("Log.entryAdded").Select(entry => entry["entry"]!["text"]!.GetValue<string>()),
    ];

    /// <summary>Every address it asked for.</summary>
    public IReadOnlyList<string> Requests => [.. Of("Network.requestWillBeSent").Select(request => request["request"]!["url"]!.GetValue<string>())];

    public static async Task<BrowserPage> CreateAsync(Uri browser, CancellationToken cancellationToken)
    {
        var tools = new DevTools();
        await tools.ConnectAsync(browser, cancellationToken);
        var target = await tools.SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken);
        var attached = await tools.SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.DeepClone(), ["flatten"] = true }, cancellationToken);
        tools.Session = attached["sessionId"]!.GetValue<string>();
        return new BrowserPage(tools, cancellationToken);
    }

    public async Task NavigateAsync(Uri address, bool dark)
    {
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await SendAsync($"{domain}.enable", []);
        }

        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = Width, ["height"] = Height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        await _tools.WaitForAsync("Page.loadEventFired", _cancellationToken);
        await SettleAsync();
    }

    /// <summary>The value of an expression, after all that is pending was drawn.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException($"{expression}: {thrown.ToJsonString()}")
            : answer["result"]!["value"]!.GetValue<T>();
    }

    public Task<string> TextAsync(string selector) => EvaluateAsync<string>($"document.querySelector('{selector}').textContent");

    /// <summary>Clicks what is under a point of an element; the middle if none is given.</summary>
    public async Task ClickAsync(string selector, double? x = null, double? y = null)
    {
        var (left, top) = await PlaceAsync(selector, x, y);
        foreach (var type in new[] { "mouseMoved", "mousePressed", "mouseReleased" })
        {
            await MouseAsync(type, left, top);
        }

        await SettleAsync();
    }

    public async Task DragAsync(string selector, double from, double to)
    {
        var (left, top) = await PlaceAsync(selector, from, null);
        await MouseAsync("mousePressed", left, top);
        await MouseAsync("mouseMoved", left + (to - from) / 2, top);
        await MouseAsync("mouseMoved", left + to - from, top);
        await MouseAsync("mouseReleased", left + to - from, top);
        await SettleAsync();
    }

    public async Task HoverAsync(string selector, double x, double y)
    {
        var (left, top) = await PlaceAsync(selector, x, y);
        await MouseAsync("mouseMoved", left, top);
        await SettleAsync();
    }

    public async Task TypeAsync(string text)
    {
        await SendAsync("Input.insertText", new JsonObject { ["text"] = text });
        await SettleAsync();
    }

    public async Task PressAsync(string key)
    {
        var down = new JsonObject { ["type"] = "keyDown", ["key"] = key };
        if (key.Length == 1)
        {
            down["text"] = key;
        }

        await SendAsync("Input.dispatchKeyEvent", down);
        await SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key });
        await SettleAsync();
    }

    public async Task SelectAsync(string selector, string value)
    {
        await EvaluateAsync<bool>($"(e => {{ e.value = '{value}'; e.dispatchEvent(new Event('change', {{ bubbles: true }})); return e.value === '{value}'; }})(document.querySelector('{selector}'))");
        await SettleAsync();
    }

    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((await SendAsync("Page.captureScreenshot", []))["data"]!.GetValue<string>());

    public void Dispose() => _tools.Dispose();

    private Task<bool> SettleAsync() => EvaluateAsync<bool>("new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))), 0))");

    private Task<JsonObject> MouseAsync(string type, double x, double y) => SendAsync("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type,
        ["x"] = x,
        ["y"] = y,
        ["button"] = "left",
        ["buttons"] = type == "mouseReleased" ? 0 : 1,
        ["clickCount"] = type == "mouseMoved" ? 0 : 1,
    });

    private async Task<(double Left, double Top)> PlaceAsync(string selector, double? x, double? y)
    {
        var box = await EvaluateAsync<string>($"(e => {{ e.scrollIntoView({{ block: 'nearest' }}); const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height].join(' '); }})(document.querySelector('{selector}'))");
        var numbers = Array.ConvertAll(box.Split(' '), text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        return (numbers[0] + (x ?? numbers[2] / 2), numbers[1] + (y ?? numbers[3] / 2));
    }

    private Task<JsonObject> SendAsync(string method, JsonObject parameters) => _tools.SendAsync(method, parameters, _cancellationToken);

    private IEnumerable<JsonObject> Of(string method) => _tools.Events.Where(received => received.Method == method).Select(received => received.Parameters);
}
