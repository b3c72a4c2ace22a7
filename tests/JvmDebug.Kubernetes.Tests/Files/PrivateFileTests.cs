using JvmDebug.Kubernetes.Files;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Files;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder.Combine("x");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_there_is_neither_written_into_nor_followed(bool link)
    {
        var there = link ? _folder.Combine("elsewhere") : File;
        System.IO.File.WriteAllText(there, "theirs");
        if (link)
        {
            System.IO.File.CreateSymbolicLink(File, there);
        }

        Assert.Throws<IOException>(() => PrivateFile.Create(File));

        Assert.Equal("theirs", System.IO.File.ReadAllText(there));
    }

    [Fact]
    public void A_link_that_leads_nowhere_makes_no_file_there()
    {
        System.IO.File.CreateSymbolicLink(File, _folder.Combine("nowhere"));

        Assert.Throws<IOException>(() => PrivateFile.Create(File));

        Assert.False(Path.Exists(_folder.Combine("nowhere")));
    }

    [Fact]
    public void A_file_that_cannot_be_named_leaves_nothing_of_its_name()
    {
        Assert.ThrowsAny<IOException>(() => PrivateFile.TryName(_folder.Combine("missing.part"), File));

        Assert.False(Path.Exists(File));
    }
}
