using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Rows;

public class ReadingPassTests
{
    private const int Chunks = 200;

    [Fact(Timeout = 60_000)]
    public Task While_one_chunk_takes_long_only_a_few_others_are_read_ahead_of_it() => Task.Run(() =>
    {
        using var recording = ManyChunks();
        var consumer = new Stalled(fails: false);

        var seen = EventReader.Read(recording.Path, [consumer], new RecordingOptions { Parallelism = 2 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(consumer.BegunMeanwhile, 2, 40);
        Assert.Equal((Chunks, Chunks * 20L), (consumer.Merged, seen.EventTypes.Single().Count));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public Task A_failure_is_thrown_though_others_wait_for_that_chunk() => Task.Run(() =>
    {
        using var recording = ManyChunks();

        var thrown = Assert.Throws<AggregateException>(() => EventReader.Read(recording.Path, [new Stalled(fails: true)], new RecordingOptions { Parallelism = 2 }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.IsType<InvalidOperationException>(Assert.Single(thrown.InnerExceptions));
    }, TestContext.Current.CancellationToken);

    private static TestRecording ManyChunks() => TestRecording.Of([.. Enumerable.Range(0, Chunks).SelectMany(i => Samples.Chunk(new TestChunk { StartNanos = i }))]);

    /// <summary>Keeps the first chunk until no other has been begun for a while.</summary>
    private sealed class Stalled(bool fails) : IEventConsumer
    {
        private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

        private int _begun;

        public int BegunMeanwhile { get; private set; }

        public int Merged { get; private set; }

        public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ExecutionSample", "state")];

        public IEventPart Begin(RecordingChunk chunk)
        {
            Interlocked.Increment(ref _begun);
            return new Part(chunk.Header.Offset == 0 ? Stall : () => { });
        }

        public void Merge(IEventPart part) => Merged++;

        private void Stall()
        {
            // The other thread comes when the pool has one.
            SpinWait.SpinUntil(() => Volatile.Read(ref _begun) >= 2, TimeSpan.FromSeconds(20));
            for (var seen = 0; seen < Volatile.Read(ref _begun);)
            {
                seen = Volatile.Read(ref _begun);
                Thread.Sleep(Quiet);
            }

            BegunMeanwhile = Volatile.Read(ref _begun);
            if (fails)
            {
                throw new InvalidOperationException("as the test wants");
            }
        }

        private sealed class Part(Action finish) : IEventPart
        {
            public void Accept(in EventRow row)
            {
                // It is counted anyway.
            }

            public void Finish() => finish();
        }
    }
}
