using Xunit;

namespace JvmDebug.Kubernetes.Tests;

public sealed class BoundedStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 15000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task At_its_limit_it_has_ended_and_waits_for_nothing_more(bool intoArray)
    {
        await using var stream = new BoundedStream(new Quiet("12345"u8.ToArray()), 4);
        var buffer = new byte[16];

        var sizes = new[] { await ReadAsync(), await ReadAsync(), await ReadAsync() };

        Assert.Equal([4, 0, 0], sizes);
        Assert.Equal("1234"u8.ToArray(), buffer[..4]);

        async Task<int> ReadAsync() => intoArray
#pragma warning disable CA1835 // the form for arrays is the one to be tried
            ? await stream.ReadAsync(buffer, 0, buffer.Length, Token)
#pragma warning restore CA1835
            : await stream.ReadAsync(buffer, Token);
    }

    // As a connection that stays open: any read after the last byte waits, one without room as well.
    private sealed class Quiet(byte[] bytes) : PullStream
    {
        private int _at;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_at == bytes.Length || buffer.Length == 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            var count = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
