using System.IO.Compression;
using JvmDebug.Jfr.Reading;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reading;

public class RecordingWrapperTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_packed_and_no_recording_is_refused_before_it_takes_any_room(bool isZip)
    {
        using var recording = TestRecording.Of(Packed(new byte[10 << 20], isZip));
        var directory = Path.Combine(Path.GetTempPath(), "jvmdebug-" + Guid.NewGuid().ToString("n"));

        var refused = Assert.Throws<JfrFormatException>(() => RecordingWrapper.Open(recording.Path, directory));

        Assert.Equal("Not a JFR recording inside the packed file", refused.What);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_there_is_no_room_to_unpack_the_recording_is_named_and_what_to_do(bool isZip)
    {
        using var recording = TestRecording.Of(Packed([.. "FLR\0"u8, .. new byte[100]], isZip));
        var directory = Path.Combine(Path.GetTempPath(), "jvmdebug-" + Guid.NewGuid().ToString("n"));

        var failure = Assert.Throws<IOException>(() => RecordingWrapper.Open(recording.Path, directory));

        Assert.StartsWith($"{recording.Path} cannot be unpacked in {directory}: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Free some space, or name another directory in TMPDIR.", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Packed(byte[] bytes, bool isZip)
    {
        using var packed = new MemoryStream();
        if (isZip)
        {
            using var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true);
            using var entry = archive.CreateEntry("a.jfr").Open();
            entry.Write(bytes);
        }
        else
        {
            using var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true);
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    [Fact]
    public void What_is_unpacked_is_its_owners_alone_and_gone_when_it_has_been_read()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("FLR\0"u8);
        }

        using var recording = TestRecording.Of(packed.ToArray());
        string name;
        using (var unpacked = RecordingWrapper.Open(recording.Path))
        {
            name = unpacked.Name;
            Assert.Equal(4, unpacked.Length);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(name));
            }
        }

        Assert.False(File.Exists(name));
    }
}
