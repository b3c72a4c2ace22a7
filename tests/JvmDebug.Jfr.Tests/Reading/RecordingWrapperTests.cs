using System.IO.Compression;
using JvmDebug.Jfr.Reading;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reading;

public class RecordingWrapperTests
{
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
