using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

public sealed class OutputFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-output-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("cart.jfr")]
    [InlineData("cart.jfr.gz")]
    [InlineData("cart.zip")]
    [InlineData("cart.jfr.ZIP")]
    public void A_result_is_named_after_the_recording_and_not_after_what_it_was_packed_in(string recording) =>
        Assert.Equal(Path.Combine(_directory, "cart-cpu.html"), OutputFile.PathOf(_directory, "/somewhere/" + recording, "-cpu.html"));

    [Fact]
    public void What_is_made_of_recordings_is_its_owners_alone()
    {
        var path = OutputFile.Write(Path.Combine(_directory, "page.html"), TextWriter.Null, text => text.Write("page"))!;

        Assert.Equal("page", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_page_that_is_made_again_replaces_the_old_one_and_is_its_owners_alone_then()
    {
        var path = Path.Combine(_directory, "page.html");
        File.WriteAllText(path, "a longer one, for everybody");

        OutputFile.Write(path, TextWriter.Null, text => text.Write("page"));

        Assert.Equal("page", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_directory));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [InlineData("theirs")]
    [InlineData("")]
    public void Where_a_link_leads_to_the_page_is_written_and_the_link_stays(string before)
    {
        var (path, link) = (Path.Combine(_directory, "page.html"), Path.Combine(_directory, "link.html"));
        File.WriteAllText(path, before);
        File.CreateSymbolicLink(link, path);

        Assert.Equal(link, OutputFile.Write(link, TextWriter.Null, text => text.Write("page")));

        Assert.Equal(("page", path), (File.ReadAllText(path), new FileInfo(link).LinkTarget));
        Assert.Equal(2, Directory.GetFiles(_directory).Length);
    }

    // A device of the test's own: where this fails, another one would be gone from the machine.
    [Theory(Timeout = 30000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_device_takes_what_is_written_and_stays_a_device(bool link)
    {
        var device = await MakeAsync("null", "mknod", "c", "1", "3");
        var path = link ? Path.Combine(_directory, "link") : device;
        if (link)
        {
            File.CreateSymbolicLink(path, device);
        }

        OutputFile.Write(path, TextWriter.Null, text => text.Write("page"));

        Assert.Equal("", await File.ReadAllTextAsync(device, TestContext.Current.CancellationToken));
        Assert.Equal(link ? 2 : 1, Directory.GetFiles(_directory).Length);
    }

    [Fact]
    public void A_file_that_the_shell_has_opened_to_append_to_keeps_what_it_has()
    {
        var log = Path.Combine(_directory, "log");
        File.WriteAllText(log, "before ");
        using var opened = File.OpenHandle(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        Assert.Null(OutputFile.Write($"/proc/self/fd/{opened.DangerousGetHandle()}", TextWriter.Null, text => text.Write("page")));

        Assert.Equal("before page", File.ReadAllText(log));
    }

    [Fact]
    public void A_file_that_is_named_by_way_of_a_process_is_a_file()
    {
        var path = Path.Combine(_directory, "page.html");
        File.WriteAllText(path, "an older one");

        Assert.NotNull(OutputFile.Write("/proc/self/root" + path, TextWriter.Null, text => text.Write("page")));

        Assert.Equal("page", File.ReadAllText(path));
    }

    [Fact]
    public void Dev_stdout_is_standard_output()
    {
        using var stdout = new StringWriter();

        Assert.Null(OutputFile.Write("/dev/stdout", stdout, text => text.Write("page")));

        Assert.Equal("page", stdout.ToString());
    }

    [Fact(Timeout = 30000)]
    public async Task Whoever_reads_a_named_pipe_gets_the_page()
    {
        var pipe = await MakeAsync("pipe", "mkfifo");

        var read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        await Task.Run(() => OutputFile.Write(pipe, TextWriter.Null, text => text.Write(new string('x', 300_000))), TestContext.Current.CancellationToken);

        Assert.Equal(300_000, (await read).Length);
        Assert.Equal([pipe], Directory.GetFiles(_directory));
    }

    [Fact]
    public void A_half_written_file_of_somebody_else_is_in_nobodys_way()
    {
        var path = Path.Combine(_directory, "page.html");
        File.WriteAllText(path + ".part", "theirs");

        OutputFile.Write(path, TextWriter.Null, text => text.Write("page"));

        Assert.Equal(("page", "theirs"), (File.ReadAllText(path), File.ReadAllText(path + ".part")));
    }

    [Fact]
    public void What_cannot_be_written_is_named_as_it_was_meant()
    {
        var path = Path.Combine(_directory, "gone", "page.html");

        var failure = Assert.Throws<JvmException>(() => OutputFile.Write(path, TextWriter.Null, text => text.Write("page")));

        Assert.StartsWith($"{path} cannot be written: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Name another file or directory by --output.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_to_its_end_leaves_nothing()
    {
        Assert.Throws<FormatException>(() => OutputFile.Write(Path.Combine(_directory, "page.html"), TextWriter.Null, _ => throw new FormatException()));

        Assert.Empty(Directory.GetFiles(_directory));
    }

    private async Task<string> MakeAsync(string name, string program, params string[] how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        var path = Path.Combine(_directory, name);
        using var making = System.Diagnostics.Process.Start(program, [path, .. how]);
        await making.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(making.ExitCode == 0, $"{program} is for root alone.");
        return path;
    }
}
