using System.Net.WebSockets;
using System.Text;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>What a client sees of an exec, one string a message: channel, colon, text; the close code last.</summary>
internal static class ExecFrames
{
    public static async Task<List<string>> ReadToCloseAsync(this WebSocket socket, CancellationToken cancellationToken)
    {
        var frames = new List<string>();
        while (await socket.ReadFrameAsync(cancellationToken) is { } frame)
        {
            frames.Add(frame);
        }

        frames.Add($"close {(int)socket.CloseStatus!.Value}{socket.CloseStatusDescription}");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        return frames;
    }

    /// <summary>One message; null for the close frame.</summary>
    public static async Task<string?> ReadFrameAsync(this WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return $"{buffer[0]}:{Encoding.UTF8.GetString(buffer, 1, length - 1)}";
            }
        }
    }

    public static async Task SendAsync(this WebSocket socket, byte channel, string text, CancellationToken cancellationToken) =>
        await socket.SendAsync(
            (byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, true, cancellationToken);

    public static async Task CloseChannelAsync(this WebSocket socket, byte channel, CancellationToken cancellationToken) =>
        await socket.SendAsync((byte[])[255, channel], WebSocketMessageType.Binary, true, cancellationToken);
}
