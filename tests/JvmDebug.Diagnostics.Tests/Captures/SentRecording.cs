using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace JvmDebug.Diagnostics.Tests.Captures;

/// <summary>A recording as the script sends it: room, size, an empty line, the tar, and its hash behind it.</summary>
internal static class SentRecording
{
    public static Answer As(string file, byte[] recording, int free = 70_000)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Gnu, leaveOpen: true))
        {
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, file) { DataStream = new MemoryStream(recording) });
        }

        return new Answer([.. Encoding.ASCII.GetBytes($"room {free}\nsize {recording.Length}\n\n"), .. tar.ToArray(), .. HashLine(recording)]);
    }

    public static byte[] HashLine(byte[] recording) => Encoding.ASCII.GetBytes($"sha256 {Sha256(recording)}\n");

    public static string Sha256(byte[] recording) => Convert.ToHexStringLower(SHA256.HashData(recording));

    /// <summary>A whole one, of JDK 17.</summary>
    public static byte[] Read()
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", "jdk17.jfr.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
