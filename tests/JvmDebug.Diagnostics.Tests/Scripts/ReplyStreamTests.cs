using System.Text;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

public class ReplyStreamTests
{
    [Theory(Timeout = 15000)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Lines_and_the_bytes_behind_them_arrive_whatever_the_pieces(int piece)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var longLine = new string('x', 50_000);
        var payload = Enumerable.Range(0, 40_000).Select(i => (byte)i).ToArray();
        await using var stream = new ReplyStream(new InPieces([.. Encoding.UTF8.GetBytes($"one\n{longLine}\n\n"), .. payload], piece));

        Assert.Equal("one", await stream.ReadLineAsync(cancellationToken));
        Assert.Equal(longLine, await stream.ReadLineAsync(cancellationToken));
        Assert.Equal("", await stream.ReadLineAsync(cancellationToken));
        using var rest = new MemoryStream();
        await stream.CopyToAsync(rest, cancellationToken);
        Assert.Equal(payload, rest.ToArray());
    }

    [Fact(Timeout = 15000)]
    public async Task A_last_line_without_an_end_is_a_line()
    {
        await using var stream = new ReplyStream(new InPieces(Encoding.UTF8.GetBytes("a\nb"), 2));

        Assert.Equal("a", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("b", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Null(await stream.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 15000)]
    public async Task An_endless_line_is_refused_and_not_kept_in_memory()
    {
        await using var stream = new ReplyStream(new InPieces(new byte[2_000_000], 60_000));

        var failure = await Assert.ThrowsAsync<JvmException>(() => stream.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(JvmFailure.DebugImageUnsuitable, failure.Reason);
    }

    private sealed class InPieces(byte[] data, int piece) : MemoryStream(data)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
