using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Fleets;

/// <summary>A file that came out of a pod. <paramref name="Path"/> is where it is here, <paramref name="Sha256"/> in lower-case hexadecimal.</summary>
public sealed record CollectedFile(string Path, long Size, string Sha256);

/// <summary>Where the files of many pods go: a directory of this run's own, with a manifest that says what is what.</summary>
public sealed class FleetDirectory
{
    public const string ManifestName = FleetManifest.Name;

    private FleetDirectory(string path) => FullPath = path;

    /// <summary>Absolute, and there.</summary>
    public string FullPath { get; }

    /// <summary><paramref name="output"/> if there is nothing of that name; in a directory that exists one named after target and time.</summary>
    /// <exception cref="JvmException">LocalFile: it cannot be made.</exception>
    public static FleetDirectory Create(string output, DebugTarget target, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(target);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        try
        {
            if (!TryMake(path))
            {
                var run = path = Path.Combine(path, $"{FleetSink.Word(target.Name ?? target.Selector ?? "pods")}-{FleetSink.Time(now)}");
                for (var number = 2; !TryMake(path); number++)
                {
                    path = FormattableString.Invariant($"{run}-{number}");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"The directory {path} cannot be made: {e.Message} Name another --output.", e);
        }

        return new FleetDirectory(path);
    }

    // .NET makes a directory or takes the one that is there, and does not tell which; but a file it can make and be told. Who makes the
    // claim is alone with the name until the directory is there. A kill in between leaves it: that name is passed over from then on.
    private static bool TryMake(string path)
    {
        if (Path.Exists(path))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var claim = TryClaim(path);
        // It may have come since the look above, and its claim be gone again.
        if (claim is null || Path.Exists(path))
        {
            return false;
        }

        Directory.CreateDirectory(path);
        return true;
    }

    private static FileStream? TryClaim(string path)
    {
        var claim = path + ".claim";
        try
        {
            return PrivateFile.Create(claim, FileOptions.DeleteOnClose, bufferSize: 0);
        }
        catch (IOException) when (Path.Exists(claim) || Path.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Writes <c>manifest.json</c> (docs/json.md has its shape) beside the files.</summary>
    /// <exception cref="JvmException">LocalFile: it cannot be written.</exception>
    public void WriteManifest<T>(string command, DebugTarget target, FleetResult<T> result, Func<T, IEnumerable<Artifact>> artifacts)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(artifacts);
        var path = Path.Combine(FullPath, ManifestName);
        try
        {
            using var stream = PrivateFile.Create(path);
            FleetManifest.Write(stream, command, target, result, artifacts, artifact => Path.GetRelativePath(FullPath, artifact.Path!));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{path} cannot be written: {e.Message} The files beside it are whole.", e);
        }
    }
}
