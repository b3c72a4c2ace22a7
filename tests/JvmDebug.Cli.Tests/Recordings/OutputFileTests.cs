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
}
