using System.Net.Sockets;

namespace JvmDebug.Kubernetes;

/// <summary>Opens connections that notice when the other host is gone: after sleep, a changed network, a cut VPN.</summary>
internal static class TcpConnector
{
    private const int SilentSeconds = 30;
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SilentSeconds / 2);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, SilentSeconds / 6);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            if (OperatingSystem.IsLinux())
            {
                // Bounds unacknowledged data too (a WebSocket's own pings are such), which is tried for 15 minutes otherwise.
                socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes(SilentSeconds * 1000));
            }

            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
