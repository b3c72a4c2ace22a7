using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace JvmDebug.Kubernetes.Exec;

/// <summary>
/// The client's end of one exec. There is no background reader: whoever reads <see cref="Stdout"/> receives from the
/// socket, so a slow reader fills TCP's window and stops the sender.
/// </summary>
/// <remarks>
/// One WebSocket message:
/// <code>
/// byte 0      channel: 0 stdin, 1 stdout, 2 stderr, 3 status (one metav1.Status in JSON, the last message), 4 resize;
///             255 close (v5 only; byte 1 is the channel whose end is meant)
/// bytes 1-    payload; may be empty. A fragmented message has the channel byte in its first fragment only.
/// </code>
/// </remarks>
internal sealed partial class PodExecSession : IExecSession
{
    private const int StderrLimit = 64 * 1024;
    private const int StatusLimit = 64 * 1024;
    private const int LargestWrite = 256 * 1024;

    private readonly ClientWebSocket _socket;
    private readonly ContainerRef _container;
    private readonly string _program;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _stderr = new();
    private readonly MemoryStream _status = new();
    private int _start;
    private int _end;
    private byte _channel;
    private bool _insideMessage;
    private bool _hadOutput;
    private bool _ended;
    private int _exitCode;
    private ClusterException? _failure;
    private bool _disposed;

    public PodExecSession(ClientWebSocket socket, ContainerRef container, string program)
    {
        _socket = socket;
        _container = container;
        _program = program;
        Stdout = new PulledStream(this);
    }

    public Stream Stdout { get; }

    public async ValueTask WriteStdinAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length, LargestWrite) + 1);
        try
        {
            while (!data.IsEmpty)
            {
                var count = Math.Min(data.Length, LargestWrite);
                message[0] = 0;
                data[..count].CopyTo(message.AsMemory(1));
                await _socket.SendAsync(message.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
                data = data[count..];
            }
        }
        catch (Exception e) when (IsBroken(e, cancellationToken))
        {
            // As with a pipe whose reader has gone: why is what the next read tells, a status or a lost connection.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    public async ValueTask CloseStdinAsync(CancellationToken cancellationToken)
    {
        if (_socket.SubProtocol != PodExec.V5)
        {
            return;
        }

        try
        {
            await _socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (IsBroken(e, cancellationToken))
        {
            // As above.
        }
    }

    public async Task<ExecResult> WaitAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
            _start = _end;
        }

        return new ExecResult(_exitCode, Encoding.UTF8.GetString(_stderr.GetBuffer(), 0, (int)_stderr.Length));
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_ended && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
            {
                // A courtesy only: the status has arrived, the command has ended.
            }
        }

        _socket.Dispose();
        await _stderr.DisposeAsync();
        await _status.DisposeAsync();
    }

    private async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken))
        {
            return 0;
        }

        var count = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    private sealed class PulledStream(PodExecSession session) : PullStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            session.ReadAsync(buffer, cancellationToken);
    }
}
