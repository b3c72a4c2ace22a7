using System.Diagnostics;
using JvmDebug.Storage.Tests.Support;
using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class FileSinkTests : SinkTests, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-sink-").FullName;

    [Fact(Timeout = 60_000)]
    public async Task A_full_disk_is_told_and_leaves_no_half_file()
    {
        var small = Directory.CreateDirectory(Path.Combine(_root, "small")).FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small);
        try
        {
            using var sink = OpenAt(small);

            var full = await Assert.ThrowsAsync<StorageException>(() => sink.WriteAsync("a.jfr", Bytes.Stream(3 << 20), TestContext.Current.CancellationToken));

            Assert.Equal(StorageFailure.NoSpace, full.Reason);
            Assert.Contains("no room", full.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(small));
        }
        finally
        {
            await RunAsync("umount", small);
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "file"), "", TestContext.Current.CancellationToken);
        using var sink = OpenAt(Path.Combine(_root, "file", "below"));

        var refused = await Assert.ThrowsAsync<StorageException>(() => sink.WriteAsync("a", Bytes.Stream(1), TestContext.Current.CancellationToken));

        Assert.Contains("below", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_killed_process_left_is_removed_when_it_is_old_with_its_folder_and_nothing_else()
    {
        var (old, young) = (DateTime.UtcNow.AddDays(-2), DateTime.UtcNow.AddHours(-1));
        var part = $"-{Guid.NewGuid():N}.part";
        foreach (var (name, written) in new[] { ("nightly/1/a.jfr" + part, old), ("nightly/2/b.jfr", old), ("nightly/3/c.jfr" + part, young), ("nightly/2/their.part", old), ("weekly/1/d.jfr" + part, old) })
        {
            var path = Path.Combine(_root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(path, written);
        }

        using var sink = OpenAt(_root);
        var removed = await sink.RemoveUnfinishedAsync("nightly/", DateTimeOffset.UtcNow.AddDays(-1), TestContext.Current.CancellationToken);

        Assert.Equal(1, removed);
        Assert.False(Directory.Exists(Path.Combine(_root, "nightly", "1")));
        Assert.Equal(4, Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Length);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    protected override ISink Open(string prefix) => OpenAt(Path.Combine(_root, prefix));

    protected override IEnumerable<string> Unfinished() => Directory.EnumerateFiles(_root, "*.part", SearchOption.AllDirectories);

    private static ISink OpenAt(string directory) =>
        Sinks.Open(SinkLocation.TryParse("file://" + directory, out var error) ?? throw new ArgumentException(error), new SinkSecrets(_ => null));

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
