using JvmDebug.Jfr.Reading;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reading;

public unsafe class ChunkCursorTests
{
    [Theory]
    [InlineData(new byte[] { 0x05 }, 5)]
    [InlineData(new byte[] { 0x85, 0x80, 0x80, 0x00 }, 5)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -1)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 }, long.MinValue)]
    public void An_integer_has_at_most_nine_bytes_the_ninth_with_eight_bits_and_may_be_padded(byte[] bytes, long expected)
    {
        fixed (byte* start = bytes)
        {
            var cursor = new ChunkCursor(start, 0, bytes.Length, 0);
            Assert.Equal(expected, cursor.ReadLong());
            Assert.Equal(bytes.Length, cursor.Position);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0 }, null)]
    [InlineData(new byte[] { 1 }, "")]
    [InlineData(new byte[] { 2, 9 }, null)]
    [InlineData(new byte[] { 3, 0 }, "")]
    [InlineData(new byte[] { 3, 2, 0xC3, 0xA4 }, "ä")]
    [InlineData(new byte[] { 4, 2, 0x41, 0xE4, 0x01 }, "Aä")]
    [InlineData(new byte[] { 5, 1, 0xE4 }, "ä")]
    public void A_string_comes_in_six_encodings_and_can_be_stepped_over_in_each(byte[] bytes, string? expected)
    {
        fixed (byte* start = bytes)
        {
            var read = new ChunkCursor(start, 0, bytes.Length, 0);
            Assert.Equal(expected, read.ReadString(out _));
            var skipped = new ChunkCursor(start, 0, bytes.Length, 0);
            skipped.SkipString();
            Assert.Equal((bytes.Length, bytes.Length), ((int)read.Position, (int)skipped.Position));
        }
    }

    [Fact]
    public void A_count_larger_than_what_is_left_is_damage_and_not_a_request_for_memory()
    {
        byte[] bytes = [3, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1];
        fixed (byte* start = bytes)
        {
            var cursor = new ChunkCursor(start, 0, bytes.Length, 1000);
            try
            {
                cursor.ReadString(out _);
                Assert.Fail("It was read.");
            }
            catch (JfrFormatException e)
            {
                Assert.InRange(e.Offset, 1000, 1007);
            }
        }
    }
}
