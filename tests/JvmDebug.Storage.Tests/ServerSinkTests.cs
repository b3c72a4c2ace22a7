using JvmDebug.Storage.Tests.Servers;
using JvmDebug.Storage.Tests.Support;
using Xunit;

namespace JvmDebug.Storage.Tests;

/// <summary>What sinks behind a network do when it, or the server, fails.</summary>
public abstract class ServerSinkTests(StorageServer server) : SinkTests
{
    private const int Timeout = 180_000;

    private const int Length = UploadPump.PartSize + 5000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_is_down_for_a_while_is_waited_for()
    {
        using var sink = Open("down");
        await server.StopAsync();
        var writing = sink.WriteAsync("a", Bytes.Stream(Length), Cancellation);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
            Assert.False(writing.IsCompleted);
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.Equal(Bytes.Sha256(Length), (await writing).Sha256);
        Assert.Equal(Bytes.Sha256(Length), await Bytes.Sha256Async(await sink.OpenReadAsync("a", Cancellation)));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_connection_cut_in_the_middle_of_a_part_costs_that_part_alone()
    {
        await using var proxy = new BreakableProxy(server.Port);
        using var sink = Open("cut", proxy.Port);
        proxy.CutAfter(UploadPump.PartSize / 2);

        await sink.WriteAsync("a", Bytes.Stream(Length), Cancellation);

        Assert.Equal(1, proxy.Cuts);
        using var direct = Open("cut");
        Assert.Equal(Bytes.Sha256(Length), await Bytes.Sha256Async(await direct.OpenReadAsync("a", Cancellation)));
    }

    [Fact(Timeout = Timeout)]
    public async Task Bytes_damaged_on_their_way_are_not_kept()
    {
        await using var proxy = new BreakableProxy(server.Port) { Alter = Damage };
        using var sink = Open("damaged", proxy.Port);

        await Assert.ThrowsAsync<StorageException>(() => sink.WriteAsync("a", new MemoryStream([.. Enumerable.Repeat((byte)'#', 4096)]), Cancellation));

        using var direct = Open("damaged");
        Assert.Empty(await direct.ListAsync("", Cancellation).ToListAsync(Cancellation));
    }

    [Fact(Timeout = Timeout)]
    public async Task Wrong_credentials_are_named_as_such()
    {
        using var sink = OpenWithWrongKey();

        var refused = await Assert.ThrowsAsync<StorageException>(() => Sinks.CheckWritableAsync(sink, Cancellation));

        Assert.Equal(StorageFailure.AccessDenied, refused.Reason);
        Assert.Contains("--sink-secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_bucket_that_does_not_exist_is_named()
    {
        using var sink = OpenMissing();

        var refused = await Assert.ThrowsAsync<StorageException>(() => Sinks.CheckWritableAsync(sink, Cancellation));

        Assert.Equal(StorageFailure.NotFound, refused.Reason);
        Assert.Contains("'nowhere'", refused.Message, StringComparison.Ordinal);
    }

    protected override ISink Open(string prefix) => Open(prefix, server.Port);

    protected abstract ISink Open(string prefix, int port);

    protected abstract ISink OpenWithWrongKey();

    protected abstract ISink OpenMissing();

    protected static ISink OpenAt(string location, params (string Name, string Value)[] secrets) => Sinks.Open(
        SinkLocation.TryParse(location, out var error) ?? throw new ArgumentException(error),
        new SinkSecrets(name => secrets.FirstOrDefault(secret => secret.Name == name).Value));

    // The content is made of a byte that no header has.
    private static void Damage(Memory<byte> bytes)
    {
        if (bytes.Span.IndexOf("####"u8) is var at and >= 0)
        {
            bytes.Span[at] = (byte)'!';
        }
    }
}
