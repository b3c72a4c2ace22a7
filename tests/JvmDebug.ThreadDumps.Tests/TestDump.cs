using System.IO.Compression;
using System.Text;

namespace JvmDebug.ThreadDumps.Tests;

/// <summary>The dumps beside these tests, and texts written in them.</summary>
internal static class TestDump
{
    public static DumpFile File(string name) => Reader(name, new DumpReader());

    public static IReadOnlyList<ThreadDump> Dumps(params string[] names)
    {
        var reader = new DumpReader();
        return [.. names.SelectMany(name => Reader(name, reader).Dumps)];
    }

    public static DumpFile Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static DumpFile Of(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return new DumpReader().Read("test.txt", stream, CancellationToken.None);
    }

    public static byte[] Bytes(string name)
    {
        using var unzipped = new MemoryStream();
        using var file = new GZipStream(System.IO.File.OpenRead(PathOf(name)), CompressionMode.Decompress);
        file.CopyTo(unzipped);
        return unzipped.ToArray();
    }

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Dumps", name + ".gz");

    private static DumpFile Reader(string name, DumpReader reader)
    {
        // Under its own name: what a bundle is called decides what belongs together.
        using var file = System.IO.File.OpenRead(PathOf(name));
        return reader.Read(name, file, CancellationToken.None);
    }
}
