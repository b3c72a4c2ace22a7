using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests;

/// <summary>What has bitten other readers of the format.</summary>
public class TrapTests
{
    [Fact]
    public void Fields_of_every_kind_have_the_value_that_was_written()
    {
        var e = Only(AllKinds.Chunk());

        Assert.Equal((true, (sbyte)-2, '\u4e2d', (short)-2), (e.GetValue("flag"), e.GetValue("tiny"), e.GetValue("letter"), e.GetValue("small")));
        Assert.Equal((-2, 0xFFFF_FFFE, -2L), ((int)e.GetValue("number")!, e.GetLong("unsigned"), e.GetLong("large")));
        Assert.Equal((0.5f, -0.25, 0.5), (e.GetValue("single"), e.GetValue("real"), e.GetDouble("single")));
        Assert.Equal(("pooled", -7, "deep"), (e.GetString("text"), e.GetInt("inner.number"), e.GetString("inner.deeper.text")));
        Assert.Equal(("red", "bare"), (e.GetString("colour"), e.GetString("bare")));
        Assert.Equal([1, -1, 3], (object?[])e.GetValue("array")!);
        Assert.Equal(["a", ""], ((object?[])e.GetValue("inners")!).Select(inner => ((RecordedObject)inner!).GetString("text")));
        Assert.Equal(["red", null], (object?[])e.GetValue("colours")!);
    }

    [Fact]
    public void Every_scale_of_time_is_normalised_to_nanoseconds()
    {
        var e = Only(AllKinds.Chunk(new TestChunk { TicksPerSecond = 2_000_000_000 }));

        Assert.Equal(1_700_000_000_000_000_002, e.StartNanos);
        Assert.Equal((1_000L, 3_000_000L, 4_000L), (e.DurationNanos, e.GetNanos("millis"), e.GetNanos("micros")));
        Assert.Equal(1_700_000_000_123_000_000, e.GetNanos("since"));
    }

    [Fact]
    public void Both_levels_agree_on_fields_of_every_kind()
    {
        using var recording = TestRecording.Of(AllKinds.Chunk());
        var rows = new Rows("demo.AllKinds", "tiny", "unsigned", "single", "text", "inner.number", "inner.deeper.text", "colour", "array", "since", "noSuchField");

        EventReader.Read(recording.Path, [rows], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(5, rows.Values.Count);
        Assert.Equal([-2L, 0xFFFF_FFFEL, 0.5, "pooled", -7L, "deep", "red", new object?[] { 1, -1, 3 }, 1_700_000_000_123_000_000L, null], rows.Values[0]);
    }

    [Fact]
    public void Sizes_padded_to_any_width_are_read()
    {
        foreach (var width in new[] { 1, 2, 4, 5, 8 })
        {
            Assert.Equal(20, Read(Samples.Chunk(new TestChunk { SizeBytes = width, Minor = 0, MetadataTextEncoding = 3 })).Count);
        }
    }

    [Fact]
    public void An_event_longer_than_its_declared_fields_is_passed_by_its_size()
    {
        var chunk = Samples.Types(new TestChunk());
        chunk.Event(Samples.Sample, e => e.Long(1_001).Varint(1).Varint(1).Varint(5).Raw(1, 2, 3));
        Samples.Add(chunk, 1_002);

        var events = Read(Samples.Pools(chunk).Build());

        Assert.Equal([3, 0], events.Select(e => e.Unread));
    }

    [Fact]
    public void An_event_of_a_type_that_is_not_declared_is_stepped_over_and_counted()
    {
        var chunk = Samples.Types(new TestChunk()).Event(77_777, e => e.Raw(1, 2, 3));
        using var recording = TestRecording.Of(Samples.Pools(Samples.Add(chunk, 1_001)).Build());

        var seen = EventReader.Read(recording.Path, [], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["(undeclared type 77777)", "jdk.ExecutionSample"], seen.EventTypes.Select(type => type.EventType).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_names_of_JDK_9_and_10_are_given_in_todays_form()
    {
        var chunk = new TestChunk { Major = 1, Minor = 0 }.Type(TestType.Event(50, "com.oracle.jdk.CPULoad", TestField.StartTime)).Event(50, e => e.Long(1_000));
        Assert.Equal("jdk.CPULoad", Only(chunk.Build()).EventType.Name);
    }

    [Fact]
    public void Chunks_that_share_keys_and_ids_but_not_their_meaning_are_kept_apart()
    {
        byte[] file = [.. Samples.Chunk(new TestChunk { TicksPerSecond = 3_400_000_000, Minor = 0 }, "first"), .. Samples.Chunk(new TestChunk { StartNanos = 5_000, StartTicks = 9_999 }, "second"), .. AllKinds.Chunk()];

        var events = Read(file);

        Assert.Equal(["demo.Shop.first", "demo.Shop.second"], events.Where(e => e.StackTrace is not null).Select(e => e.StackTrace!.Frames[0].Method!.FullName).Distinct());
        Assert.Equal(5_000, events[20].StartNanos);
        Assert.Equal(45, events.Count);
    }

    [Fact]
    public void A_chunk_that_is_there_twice_is_read_once()
    {
        using var file = Open([.. Samples.Chunk(), .. Samples.Chunk()]);

        Assert.Equal(20, file.ReadEvents().Count());
        Assert.Contains("twice", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_began_before_its_chunk_has_a_time_before_it()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 400);
        Assert.Equal(1_700_000_000_000_000_000 - 600, Only(Samples.Pools(chunk).Build()).StartNanos);
    }

    [Fact]
    public void A_dangling_key_reads_as_null()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001, stack: 0xFFFF_FFFF_0000);
        Assert.Null(Only(Samples.Pools(chunk).Build()).StackTrace);
    }

    [Fact]
    public void Key_0_is_null_unless_its_pool_says_otherwise()
    {
        var e = Only(Samples.Pools(Samples.Add(Samples.Types(new TestChunk()), 1_001)).Build());
        // HotSpot numbers FrameType from 0, "Interpreted".
        Assert.Equal("Interpreted", e.StackTrace!.Frames[0].Type);
        Assert.Null(Only(Samples.Pools(Samples.Add(Samples.Types(new TestChunk()), 1_001, stack: 0)).Build()).StackTrace);
    }

    [Fact]
    public void Constants_that_lead_in_circles_are_followed_as_far_as_one_asks()
    {
        var type = Only(Samples.Pools(Samples.Add(Samples.Types(new TestChunk()), 1_001)).Build()).StackTrace!.Frames[0].Method!.Type!;
        Assert.Equal("demo.Shop", type.ClassLoader!.Type!.ClassLoader!.Type!.Name);
    }

    [Fact]
    public void Of_a_key_with_several_values_the_newest_is_taken()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001);
        Samples.Pools(chunk).Pool(20, (1, v => v.Text("os").Long(7).Text("renamed").Long(3).Varint(1)));
        Assert.Equal("renamed", Only(chunk.Build()).GetThread("sampledThread")!.JavaName);
    }

    [Fact]
    public void Zeros_between_pools_are_passed()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001);
        Samples.Pools(chunk).Checkpoint(pools => pools.Varint(2).Raw(0, 0).Long(29).Varint(1).Varint(5).Text("STATE_NEW").Raw(0).Long(28).Varint(1).Varint(9).Text("x"));
        Assert.Equal("STATE_NEW", Only(chunk.Build()).GetString("state"));
    }

    [Fact]
    public void A_pool_of_a_type_that_is_not_declared_costs_the_rest_of_its_event_alone()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001);
        Samples.Pools(chunk).Checkpoint(pools => pools.Varint(1).Long(555).Varint(1).Varint(5).Text("?"));
        using var file = Open(chunk.Build());

        Assert.Equal("worker", file.ReadEvents().Single().GetThread("sampledThread")!.JavaName);
        Assert.Contains("type 555 is not declared", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(-10_000)]
    [InlineData(5)]
    public void A_chain_of_pools_that_leads_nowhere_ends(long delta)
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001);
        Samples.Pools(chunk);
        chunk.Delta = delta;
        chunk.Checkpoint(pools => pools.Varint(0));
        using var file = Open(chunk.Build());

        _ = file.ReadEvents().Count();

        Assert.True(delta == 0 || file.Losses.Count > 0);
    }

    [Fact]
    public void A_struct_inside_itself_is_refused()
    {
        var chunk = new TestChunk().Type(new TestType(60, "demo.Endless", [new("self", 60)]), TestType.Event(61, "demo.Event", new TestField("endless", 60))).Event(61, e => e.Raw(0));
        Assert.Contains("contain themselves", Refused(chunk.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tower_of_structs_that_double_is_refused()
    {
        var chunk = new TestChunk();
        for (var i = 0; i < 25; i++)
        {
            chunk.Type(new TestType(300 + i, $"demo.Level{i}", [new("left", 301 + i), new("right", 301 + i)]));
        }

        chunk.Type(new TestType(325, "demo.Leaf", [])).Type(TestType.Event(61, "demo.Event", new TestField("tower", 300))).Event(61, e => e.Raw(0));
        Assert.Contains("fields", Refused(chunk.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_that_cannot_be_is_no_request_for_memory()
    {
        var chunk = new TestChunk().Type(TestType.Event(61, "demo.Event", new TestField("array", TestChunk.IntType, IsArray: true))).Event(61, e => e.Varint(int.MaxValue));
        Assert.Contains("cannot fit", Refused(chunk.Build(), strict: true).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_beyond_the_first_plane_survives_HotSpots_modified_UTF_8()
    {
        var chunk = new TestChunk().Type(TestType.Event(61, "demo.Event", new TestField("text", TestChunk.TextType)))
            .Event(61, e => e.Raw(3).Varint(8).Raw(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0xC0, 0x80));
        Assert.Equal("\ud83d\ude00\0", Only(chunk.Build()).GetString("text"));
    }

    [Fact]
    public void An_empty_text_is_not_null_in_any_encoding()
    {
        foreach (var encoding in new[] { 3, 4, 5 })
        {
            var chunk = new TestChunk().Type(TestType.Event(61, "demo.Event", new TestField("text", TestChunk.TextType))).Event(61, e => e.Text("", encoding));
            Assert.Equal("", Only(chunk.Build()).GetString("text"));
        }
    }

    [Fact]
    public void Integers_that_are_not_compressed_are_named()
    {
        Assert.Contains("not compressed", Refused(Samples.Chunk(new TestChunk { Flags = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_nobody_knows_is_reported_by_its_bit()
    {
        using var file = Open(Samples.Chunk(new TestChunk { Flags = 5 }));
        Assert.Contains("0x0004", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
        Assert.Equal(20, file.ReadEvents().Count());
    }

    internal static JfrFormatException Refused(byte[] bytes, bool strict = false)
    {
        using var recording = TestRecording.Of(bytes);
        return Assert.Throws<JfrFormatException>(() =>
        {
            using var file = RecordingFile.Open(recording.Path, new RecordingOptions { Strict = strict });
            _ = file.ReadEvents().Count();
            EventReader.Read(recording.Path, []);
        });
    }

    internal static RecordingFile Open(byte[] bytes)
    {
        using var recording = TestRecording.Of(bytes);
        return RecordingFile.Open(recording.Path);
    }

    private static List<RecordedEvent> Read(byte[] bytes)
    {
        using var file = Open(bytes);
        var events = file.ReadEvents().ToList();
        Assert.Empty(file.Losses);
        return events;
    }

    private static RecordedEvent Only(byte[] bytes) => Read(bytes)[0];

    private sealed class Rows(string eventType, params string[] fields) : IEventConsumer
    {
        public List<object?[]> Values { get; } = [];

        public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, fields)];

        public IEventPart Begin(RecordingChunk chunk) => new Part(fields.Length);

        public void Merge(IEventPart part) => Values.AddRange(((Part)part).Values);

        private sealed class Part(int fields) : IEventPart
        {
            public List<object?[]> Values { get; } = [];

            public void Accept(in EventRow row)
            {
                var values = new object?[fields];
                for (var i = 0; i < fields; i++)
                {
                    values[i] = row.GetValue(i);
                }

                Values.Add(values);
            }

            public void Finish()
            {
            }
        }
    }
}
