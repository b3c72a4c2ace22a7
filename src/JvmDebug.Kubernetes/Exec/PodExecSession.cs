using System.Buffers;
using System.Globalization;
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

    /// <summary>Receives until there is standard output in the buffer; false at the end, which a status has proved.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (_start == _end && !_ended)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            var received = await ReceiveAsync(cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                End(null);
            }
            else
            {
                Take(received);
            }
        }

        return _start < _end;
    }

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
        }
        catch (Exception e) when (IsBroken(e, cancellationToken))
        {
            // Some proxies drop the connection instead of closing it; with a whole status here nothing is missing.
            End(e);
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
        }
    }

    private static bool IsBroken(Exception e, CancellationToken cancellationToken) =>
        e is WebSocketException or IOException
        || e is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private void End(Exception? cause)
    {
        if (_ended)
        {
            return;
        }

        var status = ClusterErrors.ParseStatus(Encoding.UTF8.GetString(_status.GetBuffer(), 0, (int)_status.Length));
        var exitCode = status?.Details?.Causes?.FirstOrDefault(reason => reason.Reason == "ExitCode")?.Message;
        if (status?.Status == "Success" || int.TryParse(exitCode, NumberStyles.None, CultureInfo.InvariantCulture, out _exitCode))
        {
            _ended = true;
            return;
        }

        // Once there was output the command had started: then the failure is that of a link behind the API server.
        _failure = status is null || _hadOutput && !SaysNotStarted(status) ? Lost(status?.Message ?? cause?.Message, cause) : NotStarted(status);
        throw _failure;
    }

    private static bool SaysNotStarted(V1Status status) =>
        status.Message?.Contains("failed to exec in container", StringComparison.Ordinal) == true
        || status.Message?.Contains("OCI runtime exec failed", StringComparison.Ordinal) == true;

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
        _hadOutput |= _channel is 1 or 2 && payload.Length > 0;
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

    private ClusterException Lost(string? why, Exception? cause) => new(
        ClusterFailure.ConnectionLost,
        $"The connection to container {_container} broke before the command had ended{(string.IsNullOrEmpty(why) ? "" : $" ({why.TrimEnd('.')})")}. Check that the pod still runs and try again.",
        cause);

    private ClusterException NotStarted(V1Status status) => new(
        ClusterFailure.ExecRefused,
        status.Message?.Contains("executable file not found", StringComparison.Ordinal) == true || status.Message?.Contains("no such file or directory", StringComparison.Ordinal) == true
            ? $"There is no '{_program}' in container {_container} ({status.Message}). Choose a debug image that has one with --image."
            : $"'{_program}' could not be run in container {_container}: {status.Message}. Check that the container still runs ('kubectl get pod').");

    private sealed class PulledStream(PodExecSession session) : PullStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            session.ReadAsync(buffer, cancellationToken);
    }
}
