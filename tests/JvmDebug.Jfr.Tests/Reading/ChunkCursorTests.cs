using JvmDebug.Jfr.Reading;
using JvmDebug.Jfr.Tests.Synthetic;
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
            var cursor = new ChunkCursor(start, 0, bytes.Length, bytes.Length, 0);
            Assert.Equal(expected, cursor.ReadLong());
            Assert.Equal(bytes.Length, cursor.Position);
        }
    }

    [Fact]
    public void Integers_are_stepped_over_many_at_once_whatever_their_lengths()
    {
        // 1 to 9 bytes, padded ones among them, and a last byte with its high bit, which another integer may follow.
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var written = new Bytes();
            List<int> ends = [0];
            for (var i = random.Next(1, 40); i > 0; i--)
            {
                written.Varint(unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)) >> random.Next(64), random.Next(1, 9));
                ends.Add(written.Length);
            }

            var bytes = written.ToArray();
            fixed (byte* start = bytes)
            {
                for (var count = 0; count < ends.Count; count++)
                {
                    var cursor = new ChunkCursor(start, 0, ends[count], bytes.Length, 0);
                    cursor.SkipVarints(count);
                    Assert.Equal(ends[count], cursor.Position);
                }
            }
        }
    }

    [Fact]
    public void An_integer_that_ends_behind_the_event_is_damage_though_the_memory_goes_on()
    {
        byte[] bytes = [1, 0x81, 0x82, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        fixed (byte* start = bytes)
        {
            for (var end = 1; end < 4; end++)
            {
                Assert.True(IsDamage(new ChunkCursor(start, 1, end, bytes.Length, 0), skip: false));
                Assert.True(IsDamage(new ChunkCursor(start, 0, end, bytes.Length, 0), skip: true));
            }

            Assert.False(IsDamage(new ChunkCursor(start, 1, 4, bytes.Length, 0), skip: false));
            Assert.False(IsDamage(new ChunkCursor(start, 0, 4, bytes.Length, 0), skip: true));
        }

        static bool IsDamage(ChunkCursor cursor, bool skip)
        {
            try
            {
                if (skip)
                {
                    cursor.SkipVarints(2);
                }
                else
                {
                    cursor.ReadVarint();
                }

                return false;
            }
            catch (JfrFormatException)
            {
                return true;
            }
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
            var read = new ChunkCursor(start, 0, bytes.Length, bytes.Length, 0);
            Assert.Equal(expected, read.ReadString(out _));
            var skipped = new ChunkCursor(start, 0, bytes.Length, bytes.Length, 0);
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
            var cursor = new ChunkCursor(start, 0, bytes.Length, bytes.Length, 1000);
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
