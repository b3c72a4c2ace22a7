using System.Text;
using CsCheck;
using Xunit;

namespace JvmDebug.Hprof.Tests;

public sealed class DamagedDumpTests
{
    [Fact]
    public void A_cut_anywhere_is_found_and_what_was_whole_is_told()
    {
        var dump = Dumps.Whole();
        for (var length = 0; length < dump.Length; length++)
        {
            var failure = Assert.Throws<HprofException>(() => Dumps.Filter(dump[..length], HprofRedaction.None));
            Assert.InRange(failure.Offset, 0, length);
        }

        Assert.Matches(
            @"cut off: the HEAP DUMP END .* is missing; whole before that: 4 classes, 14 objects in \d+ bytes \(at byte \d+\)",
            Assert.Throws<HprofException>(() => Dumps.Filter(dump[..^9], HprofRedaction.None)).Message);
        Assert.Matches(
            @"cut off inside the HEAP DUMP SEGMENT record that began at byte \d+: 20 bytes of it are missing; whole before that: 4 classes, 13 objects",
            Assert.Throws<HprofException>(() => Dumps.Filter(dump[..^29], HprofRedaction.None)).Message);
    }

    [Fact]
    public void Everything_before_the_damage_has_been_passed_on()
    {
        var dump = Dumps.Whole();
        using var output = new MemoryStream();
        var filter = new HprofFilter(HprofRedaction.None, output);

        filter.Write(dump.AsSpan(0, dump.Length - 40));

        Assert.Throws<HprofException>(filter.Complete);
        Assert.Equal(dump[..(int)output.Length], output.ToArray());
        Assert.InRange(output.Length, dump.Length - 80, dump.Length - 40);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("JAVA PROFILE 1.0.3\0\0\0\0\u0008aaaaaaaa", "another version")]
    [InlineData("FLR\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "JFR recording")]
    [InlineData("just some text, long enough to have no end", "Not a heap dump")]
    [InlineData("JAVA PROFILE 1.0.2\0\0\0\0\u0005aaaaaaaa", "id has 5 bytes")]
    [InlineData("JAVA PROFILE 1.0.2\0\0\0\0\u0008aaaaaaaa", "no heap in the dump")]
    public void What_is_no_heap_dump_is_said_to_be_none(string content, string why) =>
        Assert.Contains(why, Assert.Throws<HprofException>(() => Dumps.Filter(Encoding.Latin1.GetBytes(content), HprofRedaction.Content)).Message, StringComparison.Ordinal);

    public static TheoryData<string, byte[]> Broken() => new()
    {
        { "No record has the tag 0x63", new DumpBuilder().Record(0x63, _ => { }).ToArray() },
        { "LOAD CLASS record cannot have 3 bytes", new DumpBuilder().Record(0x02, body => body.Write(new byte[3])).ToArray() },
        { "UTF8 record cannot have 70000 bytes", new DumpBuilder().Record(0x01, body => body.Write(new byte[70000])).ToArray() },
        { "No sub-record of a heap dump has the tag 0x30", new DumpBuilder().Record(0x1C, body => body.WriteByte(0x30)).ToArray() },
        { "reaches beyond the end of its HEAP DUMP SEGMENT", new DumpBuilder().PrimitiveArray(1, 11, 2, new byte[15]).Segment().ToArray() },
        { "reaches beyond the end of its HEAP DUMP record", new DumpBuilder(4, "JAVA PROFILE 1.0.1").ObjectArray(1, 2, 3).Record(0x0C, body => body.Write([0x22, 0, 0, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 2])).ToArray() },
        { "No type has the number 3", new DumpBuilder().PrimitiveArray(1, 3, 2, new byte[16]).Segment().ToArray() },
        { "cannot have objects", new DumpBuilder().PrimitiveArray(1, 2, 2, new byte[16]).Segment().ToArray() },
        { "An object has 9 bytes of fields and its class 8", new DumpBuilder().Class(1, 0, [], [(1, 11)]).Instance(5, 1, new byte[9]).Segment().ToArray() },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_wrong_record_is_named_with_its_byte(string why, byte[] dump)
    {
        var failure = Assert.Throws<HprofException>(() => Dumps.Filter(dump, HprofRedaction.Content));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Offset, 31, dump.Length);
    }

    [Fact]
    public void A_hierarchy_in_a_circle_ends()
    {
        var dump = new DumpBuilder().Class(1, 2, [], []).Class(2, 1, [], []).Instance(5, 1, new byte[3]).Segment().End().ToArray();

        Assert.Equal(1, Dumps.Filter(dump, HprofRedaction.Content).Summary.Redaction!.BlankedObjects);
    }

    [Fact]
    public void However_a_dump_is_cut_into_pieces_the_same_comes_out()
    {
        foreach (var dump in new[] { Dumps.Whole(4), Dumps.WithLateClass() })
        {
            var expected = Dumps.Filter(dump, HprofRedaction.ContentAndFields).Output;
            Gen.Int[0, dump.Length].Array[0, 30].Sample(cuts => expected.AsSpan().SequenceEqual(Dumps.Filter(dump, HprofRedaction.ContentAndFields, cuts).Output), iter: 300);
        }
    }

    [Fact]
    public void Damaged_bytes_end_in_a_finding_or_in_a_dump_of_the_same_length()
    {
        var damage = Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[1, 8];
        Gen.Select(Gen.Bool, Gen.Int[1, 2], Gen.Enum<HprofRedaction>(), damage, Gen.Int[0, 400]).Sample(
            (wide, version, redaction, bytes, cut) =>
            {
                var dump = Dumps.Whole(wide ? 8 : 4, version);
                foreach (var (at, value) in bytes)
                {
                    dump[at % dump.Length] = value;
                }

                try
                {
                    return Dumps.Filter(dump, redaction, cut).Output.Length == dump.Length;
                }
                catch (HprofException e)
                {
                    return e.Offset >= 0 && e.Offset <= dump.Length;
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void A_deep_hierarchy_of_scattered_fields_costs_no_more_memory_than_it_takes_in_the_file()
    {
        const int Levels = 300;
        (ulong, byte)[] fields = [.. Enumerable.Range(0, 1000).Select(i => (1UL, i % 2 == 0 ? (byte)10 : (byte)2))];
        var dump = new DumpBuilder();
        for (var level = 1; level <= Levels; level++)
        {
            dump.Class((ulong)level, (ulong)level - 1, [], fields);
        }

        var values = Enumerable.Repeat((byte)1, Levels * 500 * (4 + 8)).ToArray();
        var bytes = dump.Instance(5000, Levels, values).Segment().End().ToArray();
        var filter = new HprofFilter(HprofRedaction.ContentAndFields, Stream.Null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        filter.Write(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L << 20);
        Assert.Equal(Levels * 500 * 8, Dumps.Filter(bytes, HprofRedaction.ContentAndFields).Output.AsSpan(bytes.Length - 9 - values.Length, values.Length).Count((byte)1));
    }

    [Fact]
    public void An_object_larger_than_any_class_makes_one_is_damage_and_not_waited_for()
    {
        const int Levels = 40;
        (ulong, byte)[] fields = [.. Enumerable.Repeat((1UL, (byte)11), ushort.MaxValue)];
        var dump = new DumpBuilder();
        for (var level = 1; level <= Levels; level++)
        {
            dump.Class((ulong)level, (ulong)level - 1, [], fields);
        }

        var bytes = dump.Instance(5000, Levels, new byte[Levels * ushort.MaxValue * 8]).Segment().End().ToArray();

        var failure = Assert.Throws<HprofException>(() => Dumps.Filter(bytes, HprofRedaction.Content));

        Assert.Contains("An object cannot have 20971200 bytes of fields", failure.Message, StringComparison.Ordinal);
    }
}
