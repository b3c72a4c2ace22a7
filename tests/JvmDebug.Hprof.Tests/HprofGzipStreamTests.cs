using System.IO.Compression;
using System.Text;
using Xunit;

namespace JvmDebug.Hprof.Tests;

public sealed class HprofGzipStreamTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}.hprof.gz");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_compressed_dump_is_checked_like_a_plain_one()
    {
        var dump = Dumps.Whole();
        Write(dump);
        var compressed = HprofFile.Check(_path, TestContext.Current.CancellationToken);
        File.WriteAllBytes(_path, dump);

        Assert.Equal(HprofFile.Check(_path, TestContext.Current.CancellationToken), compressed);
    }

    [Fact]
    public void It_begins_as_the_JVMs_own_and_has_a_member_for_each_megabyte()
    {
        var values = new byte[(2 << 20) + 5];
        new Random(1).NextBytes(values);
        var dump = new DumpBuilder().PrimitiveArray(1, 8, values.Length, values).Segment().End().ToArray();
        Write(dump);

        // What GC.heap_dump -gz=1 of JDK 25 writes; byte 8 is the level and 9 the system.
        var file = File.ReadAllBytes(_path);
        Assert.Equal([0x1F, 0x8B, 8, 0x10, 0, 0, 0, 0], file[..8]);
        Assert.Equal("HPROF BLOCKSIZE=1048576\0", Encoding.ASCII.GetString(file, 10, 24));
        Assert.Equal(dump, Unpacked(file));
        Assert.Equal(3, Members(file, dump));
    }

    [Fact]
    public void A_compressed_dump_that_is_cut_off_is_damaged()
    {
        Write(Dumps.Whole());
        var file = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, file[..(file.Length / 2)]);

        Assert.Throws<HprofException>(() => HprofFile.Check(_path, TestContext.Current.CancellationToken));
    }

    private void Write(byte[] dump)
    {
        using var file = File.Create(_path);
        using var gzip = new HprofGzipStream(file);
        for (var at = 0; at < dump.Length; at += 100_000)
        {
            gzip.Write(dump.AsSpan(at, Math.Min(100_000, dump.Length - at)));
        }

        gzip.Complete();
    }

    private static byte[] Unpacked(byte[] file)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    // Each block can be unpacked by itself, from its first byte on.
    private static int Members(byte[] file, byte[] dump)
    {
        var members = 0;
        for (var at = 1; at < file.Length - 18; at++)
        {
            if (file.AsSpan(at, 4) is [0x1F, 0x8B, 8, 0] && Starts(file[at..], dump.AsSpan((members + 1) << 20)))
            {
                members++;
            }
        }

        return members + 1;
    }

    private static bool Starts(byte[] rest, ReadOnlySpan<byte> expected)
    {
        try
        {
            return Unpacked(rest).AsSpan().SequenceEqual(expected);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
