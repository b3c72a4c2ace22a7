using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace JvmDebug.Jfr.Tests;

public class ChunkChainTests
{
    [Fact]
    public void A_whole_recording_is_accepted_with_its_chunks()
    {
        using var recording = TestRecording.Of([.. TestRecording.Bytes("jdk17"), .. TestRecording.Bytes("jdk25")]);

        var chunks = ChunkChain.Verify(recording.Path);

        Assert.Equal([0, TestRecording.Bytes("jdk17").Length], chunks.Select(chunk => chunk.Offset));
        Assert.All(chunks, chunk => Assert.Equal((2, 1), (chunk.Major, chunk.Minor)));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var whole = TestRecording.Bytes("jdk17");
        foreach (var length in new[] { 0, 1, 4, 67, 68, 69, whole.Length / 2, whole.Length - 1 })
        {
            Refused(whole[..length]);
        }
    }

    [Fact]
    public void Bytes_behind_the_last_chunk_are_refused_with_their_offset()
    {
        var whole = TestRecording.Bytes("jdk17");
        Assert.Equal(whole.Length, Refused([.. whole, .. new byte[100]]).Offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(254)]
    [InlineData(255)]
    public void A_chunk_the_JVM_did_not_finish_is_refused(byte state)
    {
        var bytes = TestRecording.Bytes("jdk17");
        bytes[64] = state;
        Assert.Contains("never finished", Refused(bytes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(67)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_size_that_leads_nowhere_ends_the_reading(long size)
    {
        var bytes = TestRecording.Bytes("jdk17");
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), size);
        Refused(bytes);
    }

    [Fact]
    public void The_commercial_format_of_JDK_7_and_8_is_named()
    {
        var bytes = TestRecording.Bytes("jdk17");
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(4), 0);
        Assert.Contains("Oracle JDK 7 and 8", Refused(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_something_else_is_called_by_its_name()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(TestRecording.Bytes("jdk17"));
        }

        Assert.Contains("gzip", Refused(packed.ToArray()).Message, StringComparison.Ordinal);
        Assert.Contains("heap dump", Refused([.. "JAVA PROFILE 1.0.2\0"u8, .. new byte[80]]).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Refused([]).Message, StringComparison.Ordinal);
    }

    private static JfrFormatException Refused(byte[] bytes)
    {
        using var recording = TestRecording.Of(bytes);
        return Assert.Throws<JfrFormatException>(() => ChunkChain.Verify(recording.Path));
    }
}
