using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace JvmDebug.Cli.SelfTrace;

/// <summary>An EventPipe session on our own process, copied into a file until disposed. Its failure never fails the command.</summary>
internal sealed class SelfTracing : IAsyncDisposable
{
    private readonly EventPipeSession _session;
    private readonly Task _copy;
    private readonly FileStream _file;

    private SelfTracing(EventPipeSession session, FileStream file)
    {
        (_session, _file) = (session, file);
        _copy = session.EventStream.CopyToAsync(file);
    }

    public static async Task<SelfTracing?> StartAsync(string? path, TextWriter stderr)
    {
        if (path is null)
        {
            return null;
        }

        // The event source must exist before the session starts, or its first events are lost.
        _ = JvmDebugEventSource.Log.IsEnabled();
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 64 * 1024, useAsync: true);
            var counters = new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" };
            var session = await new DiagnosticsClient(Environment.ProcessId).StartEventPipeSessionAsync(
                [
                    new EventPipeProvider("JvmDebug", EventLevel.Verbose, -1),
                    new EventPipeProvider("System.Net.Http", EventLevel.Informational, -1, counters),
                    new EventPipeProvider("System.Net.Sockets", EventLevel.Informational, -1, counters),
                    new EventPipeProvider("System.Runtime", EventLevel.Informational, -1, counters),
                    new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, (long)System.Diagnostics.Tracing.EventKeywords.None | 0x1),
                ],
                requestRundown: false,
                circularBufferMB: 64,
                CancellationToken.None);
            return new SelfTracing(session, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DiagnosticsClientException or TimeoutException or PlatformNotSupportedException)
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }

            await stderr.WriteLineAsync($"warning: no self-trace: {e.Message}");
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Stop waits until the stream is read to its end, which the copy does meanwhile.
            await Task.Run(_session.Stop);
            await _copy;
        }
        catch (Exception e) when (e is IOException or DiagnosticsClientException)
        {
            // The runtime's end of the socket can close first when the process ends.
        }

        _session.Dispose();
        await _file.DisposeAsync();
    }
}
