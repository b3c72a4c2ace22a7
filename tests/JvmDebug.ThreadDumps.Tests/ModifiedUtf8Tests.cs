using System.Text;
using CsCheck;
using Xunit;

namespace JvmDebug.ThreadDumps.Tests;

public sealed class ModifiedUtf8Tests
{
    // What a mistake would be made of: the bytes that begin a form, those at the edges of its ranges, and whole characters.
    private static readonly byte[][] Pieces =
    [
        [0xED], [0xC0], [0x80], [0x9F], [0xA0], [0xBF], [0xC1], [0xE4], [0xF0], [0xFF], [0x00], [(byte)'a'],
        [0xC0, 0x80], [0xED, 0xA0, 0xBD], [0xED, 0xB8, 0x80], [0xED, 0x95, 0x9C], [0xE4, 0xBD], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x80],
    ];

    [Theory]
    [InlineData("", "")]
    [InlineData("ED 95 9C EA B8 80", "한글")]
    [InlineData("F0 9F 98 80", "😀")]
    [InlineData("ED A0 BD ED B8 80", "😀")]
    [InlineData("ED 95 9C ED A0 BD ED B8 80 ED 95 9C F0 9F 98 80", "한😀한😀")]
    [InlineData("61 C0 80 62", "a\0b")]
    [InlineData("ED A0", "\uFFFD\uFFFD")]
    [InlineData("ED", "\uFFFD")]
    [InlineData("C0", "\uFFFD")]
    [InlineData("C0 61", "\uFFFDa")]
    [InlineData("E4 BD ED 95 9C", "\uFFFD한")]
    [InlineData("F0 9F ED A0 BD ED B8 80", "\uFFFD😀")]
    public void Text_is_read_in_either_form_and_what_is_neither_becomes_a_replacement_character(string bytes, string text) =>
        Assert.Equal(text, ModifiedUtf8.Decode(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("ED A0 BD", 0xD83D)]
    [InlineData("ED B8 80", 0xDE00)]
    public void A_surrogate_that_lost_its_other_half_stays_one(string bytes, int surrogate) =>
        Assert.Equal(surrogate, Assert.Single(ModifiedUtf8.Decode(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)))));

    [Fact]
    public void Runs_are_read_as_they_would_be_character_by_character() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 12].Sample(
            choice =>
            {
                var bytes = choice.SelectMany(i => Pieces[i]).ToArray();
                return OneByOne(bytes) == ModifiedUtf8.Decode(bytes);
            },
            iter: 20_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Korean_takes_no_more_memory_than_its_characters(bool withSurrogates)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("한글", 100_000))), .. withSurrogates ? (byte[])[0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80] : []];
        ModifiedUtf8.Decode(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ModifiedUtf8.Decode(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4L * bytes.Length);
    }

    private static string OneByOne(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (bytes.Length > 0)
        {
            switch (bytes)
            {
                case [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..]:
                    text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                    bytes = bytes[3..];
                    break;
                case [0xC0, 0x80, ..]:
                    text.Append('\0');
                    bytes = bytes[2..];
                    break;
                default:
                    Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
                    text.Append(rune.ToString());
                    bytes = bytes[consumed..];
                    break;
            }
        }

        return text.ToString();
    }
}
