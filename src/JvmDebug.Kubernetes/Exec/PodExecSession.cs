using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using k8s.Models;

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
internal sealed class PodExecSession : IExecSession
{
    private const int StderrLimit = 64 * 1024;
    private const int StatusLimit = 64 * 1024;
    private const int LargestWrite = 256 * 1024;

    private readonly ClientWebSocket _socket;
    private readonly ContainerRef _container;
    private readonly string _program;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private readonly MemoryStream _stderr = new();
    private readonly MemoryStream _status = new();
    private int _start;
    private int _end;
    private byte _channel;
    private bool _insideMessage;
    private bool _ended;
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
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException)
        {
            throw Lost(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    public async ValueTask CloseStdinAsync(CancellationToken cancellationToken)
    {
        if (_socket.SubProtocol == PodExec.V5)
        {
            await _socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
    }

    public async Task<ExecResult> WaitAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
            _start = _end;
        }

        var status = ClusterErrors.ParseStatus(Encoding.UTF8.GetString(_status.GetBuffer(), 0, (int)_status.Length))
            ?? throw Lost(null);
        var stderr = Encoding.UTF8.GetString(_stderr.GetBuffer(), 0, (int)_stderr.Length);
        if (status.Status == "Success")
        {
            return new ExecResult(0, stderr);
        }

        var exitCode = status.Details?.Causes?.FirstOrDefault(cause => cause.Reason == "ExitCode")?.Message;
        return int.TryParse(exitCode, out var code) ? new ExecResult(code, stderr) : throw NotStarted(status);
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
        ArrayPool<byte>.Shared.Return(_buffer);
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

    /// <summary>Receives until there is standard output in the buffer; false at the end, which a status must have proved.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (_start == _end && !_ended)
        {
            var received = await ReceiveAsync(cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                _ended = true;
                if (_status.Length == 0)
                {
                    throw Lost(null);
                }

                return false;
            }

            Take(received);
        }

        return _start < _end;
    }

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
        }
        catch (WebSocketException) when (_status.Length > 0)
        {
            // Some proxies drop the connection instead of closing it; with the status here nothing is missing.
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
        }
        catch (Exception e) when (e is WebSocketException or IOException || e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw Lost(e);
        }
    }

    private void Take(ValueWebSocketReceiveResult received)
    {
        var offset = 0;
        if (!_insideMessage && received.Count > 0)
        {
            _channel = _buffer[0];
            offset = 1;
        }

        _insideMessage = !received.EndOfMessage && (_insideMessage || received.Count > 0);
        var payload = _buffer.AsSpan(offset, received.Count - offset);
        switch (_channel)
        {
            case 1:
                (_start, _end) = (offset, received.Count);
                break;
            case 2:
                Append(_stderr, payload, StderrLimit);
                break;
            case 3:
                Append(_status, payload, StatusLimit);
                break;
        }
    }

    private static void Append(MemoryStream to, ReadOnlySpan<byte> data, int limit) =>
        to.Write(data[..Math.Min(data.Length, limit - (int)to.Length)]);

    private ClusterException Lost(Exception? e) => new(
        ClusterFailure.ConnectionLost,
        $"The connection to container {_container} broke before the command had ended{(e is null ? "" : $" ({e.Message})")}.",
        e);

    private ClusterException NotStarted(V1Status status) => new(
        ClusterFailure.ExecRefused,
        $"'{_program}' could not be run in container {_container}: {status.Message}.");

    private sealed class PulledStream(PodExecSession session) : PullStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            session.ReadAsync(buffer, cancellationToken);
    }
}
