using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace JvmDebug.Cli.Tests.Html.Browser;

/// <summary>A headless Chromium, shared by the tests of a class. make test installs it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "chromium";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("jvmdebug-chromium-");
    private Process? _process;

    public Uri Address { get; private set; } = new("ws://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        // Without the flags that quieten it, it talks to its maker's servers.
        _process = Process.Start(new ProcessStartInfo(Program, [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        // Line 1 is the port, line 2 the path; the file appears when it listens.
        var file = Path.Combine(_profile.FullName, "DevToolsActivePort");
        using var deadline = new CancellationTokenSource(Patience);
        string[] lines = [];
        while (lines.Length < 2)
        {
            Assert.False(_process.HasExited, $"{Program} ended by itself.");
            await Task.Delay(50, deadline.Token);
            lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, deadline.Token) : [];
        }

        Address = new UriBuilder("ws", "127.0.0.1", int.Parse(lines[0], CultureInfo.InvariantCulture), lines[1]).Uri;
    }

    /// <summary>A new tab of this size, at a file.</summary>
    public async Task<BrowserPage> OpenAsync(string path, bool dark = false)
    {
        var page = await BrowserPage.CreateAsync(Address, TestContext.Current.CancellationToken);
        await page.NavigateAsync(new Uri(path), dark);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        await RemoveAsync();
    }

    // Its children write into the profile for a moment after they were killed.
    private async Task RemoveAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }
}
