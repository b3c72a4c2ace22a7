using System.Buffers;
using System.Net.WebSockets;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>
/// Carries an exec between a <c>v5.channel.k8s.io</c> WebSocket and the node's SPDY streams, like the API server's
/// translator of that name (in use since 1.30). A binary message is the channel's number and the data; <c>[255, channel]</c>
/// closes a channel. Nothing is buffered beyond one piece each way, so a slow reader slows the process in the container.
/// </summary>
internal sealed partial class StreamTranslator(WebSocket client, ExecOptions options)
{
    private const byte StdinChannel = 0, StdoutChannel = 1, StderrChannel = 2, ErrorChannel = 3, ResizeChannel = 4, CloseChannel = 255;
    private const int PieceSize = 32 * 1024;
    private const int StatusLimit = 64 * 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<byte, uint> _streams = [];

    /// <summary>Tells the client that the exec failed before the node was reached.</summary>
    public async Task RefuseAsync(string cause, CancellationToken cancellationToken)
    {
        await GreetAsync(cancellationToken);
        await FinishAsync(StatusMessage.InternalError(cause), cancellationToken);
        await DrainAsync(cancellationToken);
    }

    public async Task RunAsync(SpdyConnection node, CancellationToken cancellationToken)
    {
        await GreetAsync(cancellationToken);
        await OpenStreamsAsync(node, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = ReadClientAsync(node, over.Token);
        var output = ReadNodeAsync(node, over.Token);
        if (await Task.WhenAny(input, output) == input)
        {
            // The client left; the process in the container notices when it writes or reads next.
            await over.CancelAsync();
            await output;
            return;
        }

        await FinishAsync(StatusMessage.Translate(await output), cancellationToken);
        over.CancelAfter(CloseTimeout);
        await input;
    }

    // The lowest output channel gets an empty message, which tells the client that the exec is set up.
    private ValueTask GreetAsync(CancellationToken cancellationToken)
    {
        var lowest = options.Stdout ? StdoutChannel : options.Stderr ? StderrChannel : ErrorChannel;
        return SendAsync(new byte[] { lowest }, cancellationToken);
    }

    private async Task OpenStreamsAsync(SpdyConnection node, CancellationToken cancellationToken)
    {
        (byte Channel, string Type, bool Wanted)[] all =
        [
            (ErrorChannel, "error", true), (StdinChannel, "stdin", options.Stdin), (StdoutChannel, "stdout", options.Stdout),
            (StderrChannel, "stderr", options.Stderr && !options.Tty), (ResizeChannel, "resize", options.Tty),
        ];
        foreach (var (channel, type, _) in all.Where(s => s.Wanted))
        {
            _streams[channel] = (uint)(_streams.Count * 2) + 1;
            await node.OpenStreamAsync(_streams[channel], type, cancellationToken);
        }
    }

    /// <returns>What came on the error stream.</returns>
    private async Task<byte[]> ReadNodeAsync(SpdyConnection node, CancellationToken cancellationToken)
    {
        var channels = _streams.Where(s => s.Key is StdoutChannel or StderrChannel or ErrorChannel).ToDictionary(s => s.Value, s => s.Key);
        var status = new ArrayBufferWriter<byte>();
        var message = new byte[1 + PieceSize];
        try
        {
            while (channels.Count > 0 && await node.ReadAsync(message.AsMemory(1), cancellationToken) is { } chunk)
            {
                if (!channels.TryGetValue(chunk.StreamId, out var channel))
                {
                    continue;
                }

                if (channel == ErrorChannel)
                {
                    status.Write(message.AsSpan(1, Math.Min(chunk.Length, StatusLimit - status.WrittenCount)));
                }
                else if (chunk.Length > 0)
                {
                    message[0] = channel;
                    await SendAsync(message.AsMemory(0, 1 + chunk.Length), cancellationToken);
                }

                if (chunk.EndOfStream)
                {
                    channels.Remove(chunk.StreamId);
                }
            }
        }
        catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side is gone. Streams of a broken connection end like closed ones, as in spdystream.
        }

        return status.WrittenSpan.ToArray();
    }

    private async Task FinishAsync(byte[] status, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(new byte[] { ErrorChannel }.Concat(status).ToArray(), cancellationToken);
            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client left without waiting for the status.
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        client.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
}
