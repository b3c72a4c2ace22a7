using System.IO.Compression;

namespace JvmDebug.Jfr.Tests;

/// <summary>A stored recording in a temporary file.</summary>
internal sealed class TestRecording : IDisposable
{
    private TestRecording(byte[] bytes)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}.jfr");
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public static TestRecording Of(string name) => new(Bytes(name));

    public static TestRecording Of(byte[] bytes) => new(bytes);

    public static byte[] Bytes(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Stored(name + ".jfr.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static IReadOnlyList<EventCount> Expected(string name) =>
        [.. File.ReadLines(Stored(name + ".expected.txt")).Select(line => line.Split(' ')).Select(parts => new EventCount(parts[0], long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)))];

    public void Dispose() => File.Delete(Path);

    private static string Stored(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "Recordings", file);

    /// <summary>Type, count and hash of its events, from what the JDK prints.</summary>
    public static IReadOnlyList<string> Digest(string name) => File.ReadAllLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Recordings", $"{name}.digest.txt"));

    /// <summary>With JVMDEBUG_UPDATE_DIGESTS naming the folder of the sources, stores the digest; the diff is then for review.</summary>
    public static void UpdateDigest(string name, IEnumerable<string> lines)
    {
        if (Environment.GetEnvironmentVariable("JVMDEBUG_UPDATE_DIGESTS") is { Length: > 0 } folder)
        {
            File.WriteAllLines(System.IO.Path.Combine(folder, $"{name}.digest.txt"), lines);
        }
    }
}
