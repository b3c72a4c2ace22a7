using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>Where a heap dump goes on this machine.</summary>
internal static class HeapDumpOutput
{
    private const string Compressed = ".gz";

    /// <param name="gzip">Whether it is compressed: asked for, or the file's name says so.</param>
    public static CaptureDestination Destination(HeapDumpRequest request, ContainerRef target, DateTimeOffset now, out bool gzip)
    {
        gzip = request.Gzip || request.Output.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);
        return CaptureFile.Destination(request.Output, target, now, gzip ? ".hprof.gz" : ".hprof");
    }

    /// <summary>Fails before the JVM is stopped if the file could not be written in the end.</summary>
    /// <param name="size">Bytes it will have, about; 0 if that is not known yet.</param>
    /// <exception cref="JvmException">LocalFile.</exception>
    public static void CheckRoom(string output, long size) => CaptureFile.CheckRoom(output, size, "heap dump");
}
