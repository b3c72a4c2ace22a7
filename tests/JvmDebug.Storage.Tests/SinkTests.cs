using JvmDebug.Storage.Tests.Support;
using Xunit;

namespace JvmDebug.Storage.Tests;

/// <summary>What every sink does, whatever is behind it. Each test has a prefix of its own.</summary>
public abstract class SinkTests
{
    private const int Timeout = 120_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = Timeout)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(UploadPump.PartSize - 1)]
    [InlineData(UploadPump.PartSize)]
    [InlineData((2 * UploadPump.PartSize) + 4711)]
    public async Task What_is_written_is_listed_and_read_again_whatever_its_length(int length)
    {
        using var sink = Open($"length-{length}");

        var written = await sink.WriteAsync("shop/cart 1.jfr", Bytes.Stream(length), Cancellation);

        Assert.Equal(new WrittenObject("shop/cart 1.jfr", length, Bytes.Sha256(length)), written);
        var listed = Assert.Single(await ListAsync(sink));
        Assert.Equal(("shop/cart 1.jfr", length), (listed.Name, listed.Size));
        Assert.InRange(listed.Modified, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.Equal(written.Sha256, await Bytes.Sha256Async(await sink.OpenReadAsync("shop/cart 1.jfr", Cancellation)));
    }

    [Fact(Timeout = Timeout)]
    public async Task An_object_is_brought_into_a_file_of_its_owners_alone()
    {
        const int length = UploadPump.PartSize + 1;
        using var sink = Open("brought");
        await sink.WriteAsync("a.jfr", Bytes.Stream(length), Cancellation);
        var path = Path.GetTempFileName();
        File.Delete(path);
        try
        {
            long received = 0;
            await Sinks.DownloadAsync(sink, Assert.Single(await ListAsync(sink)), path, bytes => received += bytes, Cancellation);

            Assert.Equal(Bytes.Sha256(length), await Bytes.Sha256Async(File.OpenRead(path)));
            Assert.Equal((length, UnixFileMode.UserRead | UnixFileMode.UserWrite), (received, File.GetUnixFileMode(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task An_object_of_the_same_name_is_replaced_and_a_deleted_one_is_gone()
    {
        using var sink = Open("replaced");
        await sink.WriteAsync("a", Bytes.Stream(100), Cancellation);
        await sink.WriteAsync("a", Bytes.Stream(200), Cancellation);
        await sink.WriteAsync("b/c", Bytes.Stream(1), Cancellation);

        Assert.Equal([("a", 200L), ("b/c", 1L)], (await ListAsync(sink)).Select(found => (found.Name, found.Size)));
        Assert.Equal("b/c", Assert.Single(await ListAsync(sink, "b/")).Name);
        await sink.DeleteAsync("a", Cancellation);
        await sink.DeleteAsync("a", Cancellation);
        await sink.DeleteAsync("b/c", Cancellation);
        Assert.Empty(await ListAsync(sink));
        var missing = await Assert.ThrowsAsync<StorageException>(() => sink.OpenReadAsync("a", Cancellation));
        Assert.Equal(StorageFailure.NotFound, missing.Reason);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(1000)]
    [InlineData(UploadPump.PartSize + 100)]
    public async Task A_source_that_breaks_leaves_no_half_object_and_the_older_one_alone(int failAfter)
    {
        using var sink = Open($"breaks-{failAfter}");
        await sink.WriteAsync("old", Bytes.Stream(10), Cancellation);

        await Assert.ThrowsAsync<TimeoutException>(() => sink.WriteAsync("new", Bytes.Stream(3 * UploadPump.PartSize, failAfter), Cancellation));
        await Assert.ThrowsAsync<TimeoutException>(() => sink.WriteAsync("old", Bytes.Stream(3 * UploadPump.PartSize, failAfter), Cancellation));

        Assert.Equal([("old", 10L)], (await ListAsync(sink)).Select(found => (found.Name, found.Size)));
        Assert.Empty(Unfinished());
    }

    [Fact(Timeout = Timeout)]
    public async Task Whether_it_can_be_written_is_tried_and_leaves_nothing()
    {
        using var sink = Open("checked");

        await Sinks.CheckWritableAsync(sink, Cancellation);

        Assert.Empty(await ListAsync(sink));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    public async Task A_name_that_could_leave_the_sink_is_a_bug_of_the_caller(string name)
    {
        using var sink = Open("names");

        await Assert.ThrowsAsync<ArgumentException>(() => sink.WriteAsync(name, Stream.Null, Cancellation));
    }

    protected abstract ISink Open(string prefix);

    /// <summary>What is left of uploads that were not ended.</summary>
    protected abstract IEnumerable<string> Unfinished();

    private static async Task<List<StoredObject>> ListAsync(ISink sink, string prefix = "") => await sink.ListAsync(prefix, Cancellation).ToListAsync(Cancellation);
}
