using System.Globalization;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>Where a captured file goes on this machine.</summary>
internal static class CaptureFile
{
    private const long LeastRoom = 8 << 20;
    private const int MostOfOneSecond = 10_000;

    /// <summary>
    /// <paramref name="output"/> itself, or in it if it is a directory (or ends like one) a name made of pod, container
    /// and time, with a number if that is taken.
    /// </summary>
    public static CaptureDestination Destination(string output, ContainerRef target, DateTimeOffset now, string extension = ".jfr")
    {
        if (!IsDirectory(output))
        {
            return new CaptureDestination([Path.GetFullPath(output)]);
        }

        // The pod comes first: by that a recording is found again in a directory of many (--pod).
        var path = Path.GetFullPath(Path.Combine(output, $"{target.Pod}-{target.Container}-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}"));
        return new CaptureDestination(Enumerable.Range(1, MostOfOneSecond).Select(number => number == 1 ? path + extension : $"{path}-{number}{extension}"));
    }

    /// <summary>Fails before anything is contacted if the file could not be written in the end.</summary>
    /// <exception cref="JvmException">LocalFile.</exception>
    /// <param name="size">Bytes it will have, about; 0 if that is not known.</param>
    /// <param name="what">What the file is, for the message.</param>
    public static void CheckRoom(string output, long size = 0, string what = "recording")
    {
        var full = Path.GetFullPath(output);
        var directory = IsDirectory(output) ? full : Path.GetDirectoryName(full) ?? full;
        try
        {
            if (!IsDirectory(output) && File.Exists(full))
            {
                throw new JvmException(JvmFailure.LocalFile, $"{full} exists; name another --output, or remove it.");
            }

            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, $".jvmdebug-{Guid.NewGuid():N}");
            using (new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
                var needed = Math.Max(size, LeastRoom);
                if (FreeIn(directory) is { } free && free < needed)
                {
                    throw new JvmException(JvmFailure.LocalFile, $"Only {free / 1024} KiB are free in {directory}; a {what} needs {(size > LeastRoom ? "about" : "at least")} {needed >> 20} MiB. Free some space or name another --output.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"Nothing can be written in {directory}: {e.Message} Name another --output.", e);
        }
    }

    /// <summary>Fails where several files would have to go into one.</summary>
    /// <exception cref="JvmException">LocalFile.</exception>
    public static void CheckTakes(string output, int files)
    {
        if (files > 1 && !IsDirectory(output))
        {
            throw new JvmException(JvmFailure.LocalFile, $"{files} recordings are to be brought, and {Path.GetFullPath(output)} is one file: name a directory with --output, or one recording with --name.");
        }
    }

    // Windows tells it of drives alone: a share (\\SERVER\SHARE) is none, and is found full when it is.
    private static long? FreeIn(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsDirectory(string output) => Directory.Exists(output) || output.EndsWith('/') || output.EndsWith(Path.DirectorySeparatorChar);
}
