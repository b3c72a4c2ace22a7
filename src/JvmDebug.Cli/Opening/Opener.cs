using JvmDebug.Cli.Output;

namespace JvmDebug.Cli.Opening;

/// <summary>Opens a result with what this machine has for it: JDK Mission Control for a recording, the browser for a page.</summary>
/// <param name="searchPath">Directories as in <c>$PATH</c>, which it is if not given.</param>
internal sealed class Opener(AppConsole console, string? searchPath = null)
{
    // xdg-open knows the desktop's choice; the others are there where it is not.
    private static readonly string[] LinuxBrowsers = ["xdg-open", "wslview", "x-www-browser", "sensible-browser"];

    private readonly IReadOnlyList<string> _directories =
        (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A recording: in JDK Mission Control, or else as the page that <paramref name="report"/> writes.</summary>
    /// <param name="report">Writes the recording's report and returns where.</param>
    public async Task OpenRecordingAsync(string path, Func<string> report)
    {
        if (Find("jmc") is { } missionControl)
        {
            await LaunchAsync(missionControl, "-open", path);
        }
        else
        {
            var page = report();
            await console.Stderr.WriteLineAsync($"JDK Mission Control (jmc) is not on the PATH; the report is {TerminalText.Line(page)}");
            await OpenPageAsync(page);
        }
    }

    /// <summary>An HTML file.</summary>
    public async Task OpenPageAsync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The empty word is the window's title, which start would take the path for.
            await LaunchAsync("cmd", "/c", "start", "", path);
        }
        else if ((OperatingSystem.IsMacOS() ? Find("open") : LinuxBrowsers.Select(Find).FirstOrDefault(found => found is not null)) is { } browser)
        {
            await LaunchAsync(browser, path);
        }
        else
        {
            await console.Stderr.WriteLineAsync($"warning: Nothing here opens {TerminalText.Line(path)}: none of {string.Join(", ", LinuxBrowsers)} is on the PATH.");
        }
    }

    private string? Find(string program) => _directories
        .SelectMany(directory => OperatingSystem.IsWindows() ? [Path.Combine(directory, program + ".exe"), Path.Combine(directory, program + ".cmd")] : new[] { Path.Combine(directory, program) })
        .FirstOrDefault(File.Exists);

    // Through a shell that lets go of it: the program outlives us and must not hold our output open.
    private async Task LaunchAsync(string program, params string[] arguments)
    {
        try
        {
            var command = OperatingSystem.IsWindows()
                ? CliWrap.Cli.Wrap(program).WithArguments(arguments)
                : CliWrap.Cli.Wrap("/bin/sh").WithArguments(["-c", "\"$@\" > /dev/null 2>&1 < /dev/null &", "sh", program, .. arguments]);
            await command.ExecuteAsync();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or CliWrap.Exceptions.CommandExecutionException)
        {
            await console.Stderr.WriteLineAsync($"warning: {TerminalText.Line(program)} could not be started: {TerminalText.Line(e.Message)}");
        }
    }
}
