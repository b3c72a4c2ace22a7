using System.Runtime.CompilerServices;
using JvmDebug.Storage.Tests.Support;
using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class DownloadTests
{
    private const int Timeout = 30_000;
    private const int Length = 300_000;

    private static readonly StoredObject Listed = new("a.jfr", Length, DateTimeOffset.UnixEpoch);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task What_breaks_off_is_read_again_from_the_start()
    {
        using var sink = new BreakingSink(breaks: 2);

        Assert.Equal(Bytes.Of(Length), await Sinks.ReadAsync(sink, Listed, Cancellation));
        Assert.Equal(3, sink.Opened);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_breaks_off_again_and_again_is_given_up_and_named()
    {
        using var sink = new BreakingSink(breaks: 3);

        var failure = await Assert.ThrowsAsync<StorageException>(() => Sinks.ReadAsync(sink, Listed, Cancellation));

        Assert.Equal(StorageFailure.Unreachable, failure.Reason);
        Assert.StartsWith("s3://fake/a.jfr broke off while it was read: the pod is gone.", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(Length - 1)]
    [InlineData(Length + 1)]
    public async Task Another_size_than_was_listed_is_damage(int size)
    {
        using var sink = new BreakingSink(breaks: 0);

        var failure = await Assert.ThrowsAsync<StorageException>(() => Sinks.ReadAsync(sink, Listed with { Size = size }, Cancellation));

        Assert.Equal(StorageFailure.Damaged, failure.Reason);
        Assert.Equal(1, sink.Opened);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_name_that_could_leave_a_directory_is_a_bug_of_the_caller()
    {
        using var sink = new BreakingSink(breaks: 0);

        await Assert.ThrowsAsync<ArgumentException>(() => Sinks.ReadAsync(sink, Listed with { Name = "../a.jfr" }, Cancellation));
        Assert.Equal(0, sink.Opened);
    }

    private sealed class BreakingSink(int breaks) : ISink
    {
        public SinkLocation Location { get; } = SinkLocation.TryParse("s3://fake", out _)!;

        public int Opened { get; private set; }

        public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(Bytes.Stream(Length, ++Opened <= breaks ? Length / 2 : int.MaxValue));

        public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
