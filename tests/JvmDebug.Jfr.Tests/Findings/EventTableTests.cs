using JvmDebug.Jfr.Findings.Facts;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Findings;

public class EventTableTests
{
    [Fact]
    public void The_rows_of_many_small_chunks_are_one_table_in_order_of_time()
    {
        // The second chunk is of a JVM whose event has no name; the last is earlier than the others.
        using var recording = TestRecording.Of([.. Chunk(3_000, "a", 1, 2), .. Chunk(5_000, null, 3), .. Chunk(7_000, "c", 4), .. Chunk(1_000, "d", 5)]);
        var table = new EventTable("demo.Rare", "amount", "name");

        EventReader.Read(recording.Path, [table], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([(5, "d"), (1, "a"), (2, "a"), (3, ""), (4, "c")], table.Entries.Select(entry => (entry["amount"], entry.Text("name"))));
        Assert.Equal((1_000, 7_000), (table.Entries[0].StartNanos, table.Last!.Value.StartNanos));
    }

    private static byte[] Chunk(long startNanos, string? name, params long[] amounts)
    {
        var chunk = new TestChunk { StartNanos = startNanos }.Type(TestType.Event(50, "demo.Rare", [TestField.StartTime, new TestField("amount", TestChunk.LongType), .. name is null ? [] : new[] { new TestField("name", TestChunk.TextType) }]));
        foreach (var amount in amounts)
        {
            chunk.Event(50, e =>
            {
                e.Long(chunk.StartTicks + amount - amounts[0]).Long(amount);
                if (name is not null)
                {
                    e.Text(name);
                }
            });
        }

        return chunk.Build();
    }
}
