using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Storage;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    /// <summary><c>jfr capture --output SINK</c>.</summary>
    private static async Task<ExitCode> CaptureIntoSinkAsync(AppConsole console, ResultWriter output, GlobalSettings settings, JfrCaptureRequest request, CancellationToken cancellationToken)
    {
        using var sink = await OpenWritableAsync(request.Output, cancellationToken);
        if (!request.Target.All)
        {
            return await InClusterAsync(console, settings, async (sessions, progress) =>
            {
                var capture = await new CaptureIntoSink(sessions, sink, progress).RunAsync(request, capture => Path.GetFileName(capture.Path), cancellationToken);
                return () => output.Write(capture, settings.Output);
            }, cancellationToken);
        }

        var folder = FleetSink.For(sink, request.Target, DateTimeOffset.UtcNow);
        return await WithClusterAsync(console, settings, async (connect, progress) =>
        {
            var fleet = await FleetOf(connect, progress).RunAsync(
                request.Target,
                (member, token) => new CaptureIntoSink(member.Sessions, sink, member.Progress).RunAsync(request with { Target = member.Target }, capture => folder.Folder + Path.GetFileName(capture.Path), token),
                cancellationToken);
            await folder.WriteManifestAsync(
                "jfr capture", request.Target, fleet, capture => [capture.Artifact], FleetDirectory.ManifestName, cancellationToken);
            return () =>
            {
                output.WriteAll(fleet, settings.Output);
                return ErrorReporter.Report(fleet, console.Stderr, settings.Verbose);
            };
        }, cancellationToken);
    }

    /// <summary><c>threads --output SINK</c>: the bundle is made here, which takes few bytes, and stored file by file.</summary>
    private static async Task<ExitCode> CaptureThreadsIntoSinkAsync(AppConsole console, ThreadsWriter output, GlobalSettings settings, ThreadsRequest request, CancellationToken cancellationToken)
    {
        using var sink = await OpenWritableAsync(request.Dumps.Output, cancellationToken);
        var folder = FleetSink.For(sink, request.Dumps.Target, DateTimeOffset.UtcNow).Folder;
        var directory = Directory.CreateTempSubdirectory("jvmdebug-").FullName;
        var keep = false;
        try
        {
            return await CaptureThreadsAsync(
                console,
                output,
                settings,
                request with { Dumps = request.Dumps with { Output = Path.Combine(directory, "threads") } },
                async (bundle, progress) =>
                {
                    keep = true;
                    await StoreAsync(sink, folder, bundle, progress, cancellationToken);
                    keep = false;
                    return sink.Location.AddressOf(folder);
                },
                cancellationToken);
        }
        finally
        {
            // The log of a JVM that was made to print into it, where its dumps were not found: the failure names the file.
            if (!keep && !Directory.EnumerateFiles(directory, "*.part", SearchOption.AllDirectories).Any())
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static async Task StoreAsync(ISink sink, string folder, string directory, IProgressReporter progress, CancellationToken cancellationToken)
    {
        progress.Stage($"Storing the dumps in {sink.Location}");
        try
        {
            foreach (var path in Directory.EnumerateFiles(directory).Where(path => !path.EndsWith(".part", StringComparison.Ordinal)))
            {
                await using var content = File.OpenRead(path);
                await sink.WriteAsync(folder + Path.GetFileName(path), content, cancellationToken);
            }
        }
        catch (StorageException e)
        {
            throw new StorageException(e.Reason, $"{e.Message} The dumps themselves are whole, in {directory}.", e);
        }
        catch
        {
            progress.Warning($"Not all dumps were stored; they are whole, in {directory}.");
            throw;
        }
    }

    // A minute of recording for nothing is what the check saves.
    private static async Task<ISink> OpenWritableAsync(string address, CancellationToken cancellationToken)
    {
        var sink = Sinks.Open(SinkLocation.TryParse(address, out var error) ?? throw new StorageException(StorageFailure.Configuration, error!), SinkSecrets.OfProcess);
        try
        {
            await Sinks.CheckWritableAsync(sink, cancellationToken);
            return sink;
        }
        catch
        {
            sink.Dispose();
            throw;
        }
    }
}
