using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace JvmDebug.Cli.SelfTrace;

/// <summary>An EventPipe session on our own process, copied into a file until disposed. Its failure never fails the command.</summary>
internal sealed class SelfTracing : IAsyncDisposable
{
    /// <summary>The runtime's GC keyword.</summary>
    private const long GarbageCollections = 0x1;

    private static readonly TimeSpan EndOfStream = TimeSpan.FromSeconds(5);

    private readonly EventPipeSession _session;
    private readonly Task _copy;
    private readonly FileStream _file;
    private readonly TextWriter _stderr;

    private SelfTracing(EventPipeSession session, FileStream file, TextWriter stderr)
    {
        (_session, _file, _stderr) = (session, file, stderr);
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
            var session = await new DiagnosticsClient(Environment.ProcessId)
                .StartEventPipeSessionAsync(Providers(), requestRundown: false, circularBufferMB: 64, CancellationToken.None);
            return new SelfTracing(session, file, stderr);
        }
        catch (Exception e) when (IsExpected(e))
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }

            await WarnAsync(stderr, e);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Stop waits until the stream is read to its end, which the copy does meanwhile.
            await Task.WhenAll(Task.Run(_session.Stop), _copy).WaitAsync(EndOfStream);
            await _file.DisposeAsync();
        }
        catch (Exception e) when (IsExpected(e))
        {
            await WarnAsync(_stderr, e);
        }

        _session.Dispose();
    }

    private static List<EventPipeProvider> Providers()
    {
        var everySecond = new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" };
        return
        [
            new EventPipeProvider("JvmDebug", EventLevel.Verbose, -1),
            new EventPipeProvider("System.Net.Http", EventLevel.Informational, -1, everySecond),
            new EventPipeProvider("System.Net.NameResolution", EventLevel.Informational, -1, everySecond),
            new EventPipeProvider("System.Net.Security", EventLevel.Informational, -1, everySecond),
            new EventPipeProvider("System.Net.Sockets", EventLevel.Informational, -1, everySecond),
            new EventPipeProvider("System.Runtime", EventLevel.Informational, -1, everySecond),
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GarbageCollections),
        ];
    }

    private static bool IsExpected(Exception e) =>
        e is IOException or UnauthorizedAccessException or DiagnosticsClientException or TimeoutException or PlatformNotSupportedException or ArgumentException;

    private static Task WarnAsync(TextWriter stderr, Exception e) => stderr.WriteLineAsync($"warning: the self-trace is not whole: {e.Message}");
}
