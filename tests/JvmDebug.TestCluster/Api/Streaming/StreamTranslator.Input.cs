using System.Net.WebSockets;

namespace JvmDebug.TestCluster.Api.Streaming;

internal sealed partial class StreamTranslator
{
    private async Task ReadClientAsync(SpdyConnection node, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceSize];
        var channel = -1;
        try
        {
            while (true)
            {
                var received = await client.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                // The channel stands at the start of a message, not of each of its fragments.
                var data = buffer.AsMemory(0, received.Count);
                if (channel < 0 && !data.IsEmpty)
                {
                    channel = data.Span[0];
                    data = data[1..];
                }

                await ForwardInputAsync(node, channel, data, cancellationToken);
                channel = received.EndOfMessage ? -1 : channel;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or took too long to answer our close.
        }
    }

    private async Task ForwardInputAsync(SpdyConnection node, int channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var close = channel == CloseChannel;
        if (data.IsEmpty
            || !_streams.TryGetValue(close ? data.Span[0] : (byte)channel, out var stream)
            || (close ? data.Span[0] : channel) is not (StdinChannel or ResizeChannel))
        {
            return;
        }

        try
        {
            await node.WriteDataAsync(stream, close ? default : data, close, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The exec ended while the client was still sending; the output side tells it how.
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CloseTimeout);
        try
        {
            var buffer = new byte[PieceSize];
            while ((await client.ReceiveAsync(buffer.AsMemory(), limit.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It owes us nothing more.
        }
    }
}
