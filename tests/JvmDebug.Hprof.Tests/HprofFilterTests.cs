using System.Text;
using Xunit;

namespace JvmDebug.Hprof.Tests;

public sealed class HprofFilterTests
{
    [Theory]
    [InlineData(8, 2)]
    [InlineData(4, 2)]
    [InlineData(8, 1)]
    [InlineData(4, 1)]
    public void A_whole_dump_is_counted_and_passed_on_as_it_is(int idSize, int version)
    {
        var dump = Dumps.Whole(idSize, version);

        var (output, summary) = Dumps.Filter(dump, HprofRedaction.None);

        Assert.Equal(dump, output);
        Assert.Equal(("JAVA PROFILE 1.0." + version, idSize, dump.Length), (summary.Format, summary.IdSize, summary.Size));
        Assert.Equal((14, 4, 3, 2, 9, 1), (summary.Symbols, summary.Classes, summary.Instances, summary.ObjectArrays, summary.PrimitiveArrays, summary.Roots));
        Assert.Equal(14, summary.Objects);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero), summary.Time);
        Assert.Null(summary.Redaction);
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(4, 1)]
    public void A_redacted_dump_is_as_long_and_has_no_text_left_but_names(int idSize, int version)
    {
        var dump = Dumps.Whole(idSize, version);

        var (output, summary) = Dumps.Filter(dump, HprofRedaction.Content);

        Assert.Equal(dump.Length, output.Length);
        Assert.False(Dumps.Contains(output, Dumps.SecretBytes));
        string[] names = ["java/lang/String", "value", "shop/Account", "owner", "card", "LIMIT", "run", "()V", "Account.java"];
        Assert.All(names, name => Assert.True(Dumps.Contains(output, Encoding.ASCII.GetBytes(name)), name));
        Assert.False(Dumps.Contains(output, "unusedMethod"u8));
        Assert.Equal(new RedactionSummary(8 * 16, 2, 0, 0), summary.Redaction);
        Assert.Equal(summary with { Redaction = null }, Dumps.Filter(output, HprofRedaction.None).Summary);
    }

    [Fact]
    public void The_hash_of_a_string_goes_and_other_fields_stay_unless_they_are_to_go()
    {
        var dump = Dumps.Whole();
        var card = Dumps.SecretBytes[..8];
        // The field of the String is the same four letters as its name, which stays.
        Assert.Equal(2, Count(dump, "hash"u8));

        var content = Dumps.Filter(dump, HprofRedaction.Content).Output;
        var fields = Dumps.Filter(dump, HprofRedaction.ContentAndFields).Output;

        Assert.Equal(1, Count(content, "hash"u8));
        Assert.Equal(3, Count(content, card));
        Assert.Equal(0, Count(fields, card));
        Assert.Equal(dump.Length, fields.Length);
        Assert.Equal(14, Dumps.Filter(fields, HprofRedaction.None).Summary.Objects);
    }

    [Fact]
    public void References_survive_every_redaction()
    {
        var dump = new DumpBuilder().Symbol(1, "Node").Symbol(2, "next").LoadClass(100, 1)
            .Class(100, 0, [(2, 2, [0, 0, 0, 0, 0, 0, 3, 0xE7])], [(2, 2)])
            .Instance(500, 100, 0, 0, 0, 0, 0, 0, 2, 0x9A)
            .ObjectArray(600, 100, 500, 700).Segment().End().ToArray();

        Assert.Equal(dump, Dumps.Filter(dump, HprofRedaction.ContentAndFields).Output);
    }

    [Fact]
    public void A_class_that_comes_after_its_objects_costs_their_references_but_shows_nothing()
    {
        var dump = Dumps.WithLateClass();

        var (output, summary) = Dumps.Filter(dump, HprofRedaction.Content);

        Assert.False(Dumps.Contains(output, Dumps.SecretBytes));
        Assert.Equal(new RedactionSummary(0, 2, 2, 1), summary.Redaction);
        Assert.Equal(dump, Dumps.Filter(dump, HprofRedaction.None).Output);
    }

    [Fact]
    public void A_symbol_after_the_first_object_stays_only_if_it_is_a_name_already()
    {
        var dump = new DumpBuilder().LoadClass(100, 1).LoadClass(101, 2).Class(100, 0, [], [])
            .Instance(500, 100).Segment()
            .Symbol(1, "shop/Cart").Symbol(3, Dumps.Secret).End().ToArray();

        var output = Dumps.Filter(dump, HprofRedaction.Content).Output;

        Assert.True(Dumps.Contains(output, "shop/Cart"u8));
        Assert.False(Dumps.Contains(output, Dumps.SecretBytes));
    }

    [Fact]
    public void An_array_larger_than_any_buffer_is_blanked_to_its_last_byte()
    {
        var values = new byte[5 << 20];
        Array.Fill(values, (byte)'x');
        var dump = new DumpBuilder().PrimitiveArray(1, 8, values.Length, values).Segment().End().ToArray();

        var (output, summary) = Dumps.Filter(dump, HprofRedaction.Content, 100, 1 << 20, 3_000_001);

        Assert.Equal(dump.Length, output.Length);
        Assert.DoesNotContain((byte)'x', output);
        Assert.Equal(values.Length, summary.Redaction!.ArrayBytes);
    }

    [Fact]
    public void A_class_larger_than_the_window_is_read()
    {
        var statics = Enumerable.Range(0, 65535).Select(i => ((ulong)i + 1, (byte)11, new byte[8])).ToArray();
        var fields = Enumerable.Range(0, 65535).Select(i => ((ulong)i + 1, (byte)11)).ToArray();
        var dump = new DumpBuilder().Class(100, 0, statics, fields).Instance(1, 100, new byte[8 * 65535]).Segment().End().ToArray();

        var (output, summary) = Dumps.Filter(dump, HprofRedaction.ContentAndFields);

        Assert.Equal(dump.Length, output.Length);
        Assert.Equal((1, 1), (summary.Classes, summary.Instances));
    }

    [Fact]
    public void Names_that_begin_a_dump_of_many_symbols_are_held_back_and_come_whole()
    {
        var builder = new DumpBuilder();
        for (ulong i = 1; i <= 50_000; i++)
        {
            builder.Symbol(i, (i % 2 == 0 ? "name-" : "text-") + i.ToString("D60", System.Globalization.CultureInfo.InvariantCulture));
        }

        for (ulong i = 2; i <= 50_000; i += 2)
        {
            builder.LoadClass(100_000 + i, i);
        }

        var dump = builder.PrimitiveArray(1, 8, 1, [1]).Segment().End().ToArray();

        var (output, summary) = Dumps.Filter(dump, HprofRedaction.Content);

        Assert.Equal(25_000, summary.Redaction!.Symbols);
        Assert.Equal(25_000, Count(output, "name-"u8));
        Assert.Equal(0, Count(output, "text-"u8));
        Assert.Equal(dump.Length, output.Length);
    }

    private static int Count(byte[] dump, ReadOnlySpan<byte> what)
    {
        var count = 0;
        var rest = dump.AsSpan();
        while (rest.IndexOf(what) is var at and >= 0)
        {
            count++;
            rest = rest[(at + what.Length)..];
        }

        return count;
    }
}
