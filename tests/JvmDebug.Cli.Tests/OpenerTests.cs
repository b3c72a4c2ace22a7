using JvmDebug.Cli.Opening;
using Xunit;

namespace JvmDebug.Cli.Tests;

public sealed class OpenerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-opener-").FullName;
    private readonly StringWriter _stderr = new();

    [Fact(Timeout = 30000)]
    public async Task A_recording_opens_in_Mission_Control_if_it_is_there()
    {
        var opened = Program("jmc");

        await Opener().OpenRecordingAsync("/home/me/cart one.jfr", () => throw new InvalidOperationException("no report is needed"));

        Assert.Equal("-open\n/home/me/cart one.jfr\n", await TextOfAsync(opened));
        Assert.Equal("", _stderr.ToString());
    }

    [Fact(Timeout = 30000)]
    public async Task Without_Mission_Control_its_report_opens_in_the_browser()
    {
        var opened = Program("xdg-open");

        await Opener().OpenRecordingAsync("/home/me/cart.jfr", () => "/home/me/cart-report.html");

        Assert.Equal("/home/me/cart-report.html\n", await TextOfAsync(opened));
        Assert.Contains("/home/me/cart-report.html", _stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task Where_nothing_can_open_a_page_that_is_a_warning_and_no_failure()
    {
        await Opener().OpenPageAsync("/home/me/report.html");

        Assert.StartsWith("warning: Nothing here opens /home/me/report.html", _stderr.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _stderr.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private Opener Opener() => new(new AppConsole(TextWriter.Null, _stderr), _directory);

    // A program that writes down what it was called with, and is there as a whole once its file is.
    private string Program(string name)
    {
        var called = Path.Combine(_directory, name + ".called");
        var program = Path.Combine(_directory, name);
        File.WriteAllText(program, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{called}.part'\nmv '{called}.part' '{called}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return called;
    }

    private static async Task<string> TextOfAsync(string path)
    {
        while (!File.Exists(path))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }
}
