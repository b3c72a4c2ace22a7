using Xunit;

namespace JvmDebug.Jfr.Tests;

public class RecordingSummaryReaderTests
{
    [Theory]
    [InlineData("jdk17")]
    [InlineData("jdk25")]
    public void Event_counts_are_those_of_the_JDKs_own_tool(string name)
    {
        using var recording = TestRecording.Of(name);

        var summary = Read(recording);

        Assert.Equal(
            TestRecording.Expected(name).OrderBy(e => e.EventType, StringComparer.Ordinal),
            summary.EventCounts.OrderBy(e => e.EventType, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("jdk17")]
    [InlineData("jdk25")]
    public void The_hot_method_is_the_one_the_program_was_written_for(string name)
    {
        using var recording = TestRecording.Of(name);

        var hottest = Read(recording).HotMethods[0];

        Assert.Equal("demo.Primes.isPrime", hottest.Method);
        Assert.InRange(hottest.Share, 0.9, 1);
    }

    [Fact]
    public void The_span_of_a_recording_is_what_was_asked_of_the_JVM()
    {
        using var recording = TestRecording.Of("jdk17");
        Assert.InRange(Read(recording).Duration.TotalSeconds, 3.9, 4.6);
    }

    [Fact]
    public void Chunks_of_different_JVMs_in_one_file_are_each_read_by_their_own_metadata()
    {
        using var both = TestRecording.Of([.. TestRecording.Bytes("jdk17"), .. TestRecording.Bytes("jdk25")]);

        var summary = Read(both);

        Assert.Equal(2, summary.Chunks);
        var samples = TestRecording.Expected("jdk17").Concat(TestRecording.Expected("jdk25")).Where(e => e.EventType == "jdk.ExecutionSample").Sum(e => e.Count);
        Assert.Equal(samples, summary.EventCounts.First(e => e.EventType == "jdk.ExecutionSample").Count);
        Assert.True(summary.Duration > TimeSpan.FromSeconds(5), "The span runs from the first start to the last end, not over the sum of the chunks.");
    }

    [Fact]
    public void A_damaged_recording_gives_an_answer_or_says_where_the_damage_is()
    {
        var whole = TestRecording.Bytes("jdk17");
        var random = new Random(20261123);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flips = random.Next(1, 20); flips > 0; flips--)
            {
                bytes[random.Next(ChunkHeader.Length, bytes.Length)] = (byte)random.Next(256);
            }

            using var recording = TestRecording.Of(bytes);
            try
            {
                Read(recording);
            }
            catch (JfrFormatException e)
            {
                refused++;
                Assert.InRange(e.Offset, 0, bytes.Length);
            }
        }

        Assert.InRange(refused, 1, 399);
    }

    private static RecordingSummary Read(TestRecording recording) =>
        RecordingSummaryReader.Read(recording.Path, cancellationToken: TestContext.Current.CancellationToken);
}
