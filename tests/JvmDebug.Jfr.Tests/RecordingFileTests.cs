using Xunit;

namespace JvmDebug.Jfr.Tests;

public class RecordingFileTests
{
    [Theory]
    [InlineData("jdk17")]
    [InlineData("jdk25")]
    public void Every_event_is_read_to_its_last_byte(string name)
    {
        using var recording = TestRecording.Of(name);

        var events = RecordingFile.ReadAllEvents(recording.Path);

        Assert.All(events, e => Assert.Equal(0, e.Unread));
        Assert.Equal(
            TestRecording.Expected(name).OrderBy(e => e.EventType, StringComparer.Ordinal),
            events.GroupBy(e => e.EventType.Name, (type, all) => new EventCount(type, all.Count())).OrderBy(e => e.EventType, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("jdk17")]
    [InlineData("jdk25")]
    public void Both_levels_give_the_same_values(string name)
    {
        using var recording = TestRecording.Of(name);
        var samples = new Samples();

        EventReader.Read(recording.Path, [samples], cancellationToken: TestContext.Current.CancellationToken);

        var events = RecordingFile.ReadAllEvents(recording.Path).Where(e => e.EventType.Name == "jdk.ExecutionSample");
        Assert.Equal(
            events.Select(e => (e.StartNanos, e.GetString("sampledThread.javaName"), e.GetString("state"), e.StackTrace!.Frames[0].Method!.FullName, e.StackTrace.Frames[0].LineNumber)),
            samples.Rows);
    }

    [Fact]
    public void An_event_outlives_the_file_it_came_from()
    {
        IReadOnlyList<RecordedEvent> events;
        using (var recording = TestRecording.Of("jdk17"))
        {
            events = RecordingFile.ReadAllEvents(recording.Path);
        }

        GC.Collect();
        Assert.Contains(events, e => e.StackTrace?.Frames[0].Method?.FullName == "demo.Primes.isPrime");
    }

    [Fact]
    public void A_field_that_is_not_there_reads_as_nothing()
    {
        using var recording = TestRecording.Of("jdk17");
        var first = RecordingFile.ReadAllEvents(recording.Path)[0];

        Assert.Null(first.GetValue("noSuchField.within"));
        Assert.Equal(0, first.GetLong("noSuchField"));
        Assert.Equal(double.NaN, first.GetDouble("noSuchField"));
        Assert.Equal(long.MinValue, first.GetNanos("noSuchField"));
    }

    private sealed class Samples : IEventConsumer
    {
        public List<(long Start, string? Thread, string? State, string Method, int Line)> Rows { get; } = [];

        public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ExecutionSample", "stackTrace", "sampledThread", "state")];

        public IEventPart Begin(RecordingChunk chunk) => new Part(chunk);

        public void Merge(IEventPart part) => Rows.AddRange(((Part)part).Rows);

        private sealed class Part(RecordingChunk chunk) : IEventPart
        {
            private readonly List<(long Start, ulong Stack, ulong Thread, ulong State)> _keys = [];

            public List<(long Start, string? Thread, string? State, string Method, int Line)> Rows { get; } = [];

            public void Accept(in EventRow row) => _keys.Add((row.StartNanos, row.GetKey(0), row.GetKey(1), row.GetKey(2)));

            public void Finish()
            {
                foreach (var (start, stack, thread, state) in _keys)
                {
                    Assert.True(chunk.TryReadTopFrame(stack, out var frame));
                    Rows.Add((start, chunk.GetThread(thread)!.JavaName, chunk.GetText("jdk.types.ThreadState", state), chunk.GetMethod(frame.Method)!.FullName, frame.LineNumber));
                }
            }
        }
    }
}
