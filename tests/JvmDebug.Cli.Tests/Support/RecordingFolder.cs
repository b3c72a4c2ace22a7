using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace JvmDebug.Cli.Tests.Support;

/// <summary>A directory of its own for copies of the stored recordings.</summary>
internal sealed class RecordingFolder : IDisposable
{
    private static readonly string Stored = StoredRecordings();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("jvmdebug-recordings-");

    public string FullName => _directory.FullName;

    /// <returns>The path of a copy.</returns>
    /// <param name="length">How much of it; null for all.</param>
    public string Copy(string recording, int? length = null)
    {
        var bytes = Bytes(recording);
        return Write($"{recording}{(length is null ? "" : "-cut")}.jfr", bytes[..(length ?? bytes.Length)]);
    }

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Bytes(string recording)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Stored, recording + ".jfr.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static string StoredRecordings([CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "JvmDebug.Jfr.Tests", "Recordings");
}
