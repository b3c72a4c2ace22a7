using System.Globalization;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Fleets;

/// <summary>Where in a sink the files of many pods go, with a manifest that says what is what.</summary>
/// <param name="folder">Of this run's own; ends with <c>/</c>.</param>
public sealed class FleetSink(ISink sink, string folder)
{
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(10);

    internal const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public string Folder => folder;

    /// <summary>A folder named after target and time.</summary>
    public static FleetSink For(ISink sink, DebugTarget target, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new FleetSink(sink, $"{Word(target.Name ?? target.Selector ?? "pods")}-{Time(now)}/");
    }

    /// <summary>What is written of a moment into names: sorts as it happened.</summary>
    public static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The text with only what every store and file system takes in a name.</summary>
    public static string Word(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));

    /// <summary>Writes the manifest; after a cancellation that of what was there by then, before it gives up.</summary>
    /// <exception cref="StorageException">The sink did not take it; the files beside it are whole.</exception>
    public async Task WriteManifestAsync<T>(string command, DebugTarget target, FleetResult<T> result, Func<T, IEnumerable<Artifact>> artifacts, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(result);
        using var content = new MemoryStream();
        FleetManifest.Write(content, command, target, result, artifacts, artifact => artifact.Path![(artifact.Path!.LastIndexOf('/') + 1)..]);
        content.Position = 0;
        if (!cancellationToken.IsCancellationRequested)
        {
            await sink.WriteAsync(folder + name, content, cancellationToken);
            return;
        }

        await WriteLastAsync(result.Results.Any(), folder + name, content);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task WriteLastAsync(bool worthwhile, string name, Stream content)
    {
        using var budget = new CancellationTokenSource(LastWord);
        try
        {
            if (worthwhile)
            {
                await sink.WriteAsync(name, content, budget.Token);
            }
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            // The command ends because it was told to; the files are whole without it.
        }
    }
}
