using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using k8s.Models;

namespace JvmDebug.Kubernetes.Exec;

internal sealed partial class PodExecSession
{
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
}
