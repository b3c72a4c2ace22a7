using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reading;

public class EventScannerTests
{
    private const long Empty = 38;
    private const long Small = 41;

    [Theory]
    [InlineData(40)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(3_000_000_000)]
    public void Types_with_ids_of_any_length_are_counted_and_read_in_events_of_any_size(long typeId)
    {
        foreach (var length in new[] { 0, 1, 100, 122, 123, 124, 125, 126, 127, 128, 129, 200, 20_000 })
        {
            foreach (var sizeBytes in new[] { 1, 4 })
            {
                var chunk = Typed(new TestChunk { SizeBytes = sizeBytes }).Type(TestType.Event(typeId, "demo.Wanted", TestField.StartTime, new("text", TestChunk.TextType)));
                for (var i = 0; i < 10; i++)
                {
                    chunk.Event(typeId, e => e.Long(1_005).Text(new string('x', length), 5)).Event(Small, e => e.Long(1_006));
                }

                var (rows, seen) = Read(chunk.Build(), "demo.Wanted", "text", "");

                Assert.Equal(10, rows.Texts.Count);
                Assert.All(rows.Texts, text => Assert.Equal(length, text!.Length));
                Assert.Equal([("demo.Small", 10L), ("demo.Wanted", 10L)], seen.EventTypes.Select(type => (type.EventType, type.Count)).Order());
                Assert.Empty(seen.Losses);
            }
        }
    }

    [Fact]
    public void A_type_id_may_be_padded()
    {
        // Size 5, type 41 in three bytes, 1 byte of time.
        var (rows, seen) = Read(Typed(new TestChunk()).Raw(5, 0xA9, 0x80, 0x00, 7).Raw(4, 0xA9, 0x00, 7).Build(), "demo.Small", "", "startTime");

        Assert.Equal([1_700_000_000_000_000_000 - 993, 1_700_000_000_000_000_000 - 993], rows.Numbers);
        Assert.Equal(("demo.Small", 2L, 9L), (seen.EventTypes[0].EventType, seen.EventTypes[0].Count, seen.EventTypes[0].Size));
    }

    [Fact]
    public void An_event_without_fields_is_two_bytes()
    {
        var chunk = Typed(new TestChunk());
        for (var i = 0; i < 200; i++)
        {
            chunk.Event(Empty, _ => { });
        }

        Assert.Equal(("demo.Empty", 200L, 400L), Read(chunk.Build(), "demo.Small", "", "").Seen.EventTypes.Select(type => (type.EventType, type.Count, type.Size)).Single());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_event_smaller_than_its_own_head_ends_the_chunk(byte size)
    {
        var chunk = Typed(new TestChunk()).Event(Small, e => e.Long(1_001)).Raw([size, (byte)Small, .. new byte[500]]);

        var (rows, seen) = Read(chunk.Build(), "demo.Small", "", "startTime");

        Assert.Single(rows.Numbers);
        Assert.Contains($"claims {size} bytes", Assert.Single(seen.Losses).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_too_large_to_be_mapped_in_one_piece_is_read_to_its_last_event()
    {
        var chunk = Typed(new TestChunk()).Type(TestType.Event(50, "demo.Large", TestField.StartTime, new("text", TestChunk.TextType)));
        // Together more than 16 MB: events that cross the windows of 4 MB at any place, one that is larger than a window.
        foreach (var length in new[] { 1_000_000, 3_900_000, 5_000_000, 300, 2_500_001, 3_999_999, 1_700_000 })
        {
            chunk.Event(Small, e => e.Long(1_001)).Event(50, e => e.Long(1_002).Text(new string('x', length), 5)).Event(Small, e => e.Long(1_003));
        }

        var bytes = chunk.Build();
        var (rows, seen) = Read(bytes, "demo.Large", "text", "startTime");
        using var recording = TestRecording.Of(bytes);

        Assert.Equal([1_000_000, 3_900_000, 5_000_000, 300, 2_500_001, 3_999_999, 1_700_000], rows.Texts.Select(text => text!.Length));
        Assert.Equal([("demo.Large", 7L), ("demo.Small", 14L)], seen.EventTypes.Select(type => (type.EventType, type.Count)).Order());
        Assert.Equal(21, RecordingFile.ReadAllEvents(recording.Path).Count);
    }

    [Fact]
    public void A_field_that_a_type_does_not_have_is_0_whatever_the_event_before_it_had()
    {
        var chunk = Typed(new TestChunk()).Type(TestType.Event(50, "demo.Full", TestField.StartTime, TestField.Duration, new("amount", TestChunk.LongType)));
        chunk.Event(50, e => e.Long(1_001).Long(77).Long(99)).Event(Small, e => e.Long(1_002)).Event(50, e => e.Long(1_003).Long(78).Long(98));

        var (rows, _) = Read(chunk.Build(), "*", "", "amount");

        Assert.Equal([99, 0, 98], rows.Numbers);
        Assert.Equal([77, 0, 78], rows.Durations);
    }

    private static TestChunk Typed(TestChunk chunk) =>
        chunk.Type(TestType.Event(Empty, "demo.Empty"), TestType.Event(Small, "demo.Small", TestField.StartTime));

    private static (Rows Rows, ReadingResult Seen) Read(byte[] file, string eventType, string text, string number)
    {
        using var recording = TestRecording.Of(file);
        var rows = new Rows(eventType, text, number);
        return (rows, EventReader.Read(recording.Path, [rows], cancellationToken: TestContext.Current.CancellationToken));
    }

    private sealed class Rows(string eventType, string text, string number) : IEventConsumer, IEventPart
    {
        public List<string?> Texts { get; } = [];

        public List<long> Numbers { get; } = [];

        public List<long> Durations { get; } = [];

        public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, text, number)];

        public IEventPart Begin(RecordingChunk chunk) => this;

        public void Merge(IEventPart part)
        {
            // One chunk, one part: this.
        }

        public void Accept(in EventRow row)
        {
            Texts.Add(row.GetString(0));
            Numbers.Add(row.GetLong(1));
            Durations.Add(row.DurationNanos);
        }

        public void Finish()
        {
            // All was taken as it came.
        }
    }
}
