using System.Diagnostics;
using System.Globalization;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Fuzzing;

/// <summary>Whatever a file holds, reading it ends, soon, in little memory, and in nothing but a JfrFormatException.</summary>
[Collection(nameof(FuzzTests))]
[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public class FuzzTests
{
    // The first of the seeds, made here.
    private const int Small = 3;

    private static readonly byte[][] Seeds =
    [
        Samples.Chunk(), Samples.Chunk(new TestChunk { Minor = 0, SizeBytes = 5, MetadataTextEncoding = 3 }), AllKinds.Chunk(),
        TestRecording.Bytes("jdk17"), TestRecording.Bytes("jdk25"), TestRecording.Bytes("jdk25-rare"), TestRecording.Bytes("jdk11-parallel"),
    ];

    [Fact]
    public void A_damaged_file_neither_crashes_nor_hangs_nor_eats_the_memory()
    {
        // The real ones are a hundred times as large, and so as slow.
        Fuzz(Rounds, random => Seeds[random.Next(50) == 0 ? random.Next(Seeds.Length) : random.Next(Small)], Readings, new Limit(TimeSpan.FromSeconds(2), 256L << 20));
    }

    [Fact]
    public void Nor_does_any_report_or_export_of_a_damaged_real_recording() =>
        Fuzz(Math.Max(1, Rounds / 25), random => Seeds[random.Next(Small, Seeds.Length)], Consumers.All, new Limit(TimeSpan.FromSeconds(20), 2L << 30));

    // make fuzz asks for 200,000.
    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("JVMDEBUG_FUZZ_ROUNDS") ?? "600", CultureInfo.InvariantCulture);

    private static void Fuzz(int rounds, Func<Random, byte[]> choose, IReadOnlyList<Action<string>> readings, Limit limit)
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("JVMDEBUG_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        var file = Path.Combine(Path.GetTempPath(), $"jvmdebug-fuzz-{Guid.NewGuid():n}.jfr");
        var (read, refused) = (0, 0);
        try
        {
            for (var seed = first; seed < first + rounds; seed++)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                var random = new Random(seed);
                File.WriteAllBytes(file, new Mutator(random).Mutate(choose(random), Seeds[random.Next(Small)]));
                var (elapsed, allocated) = Measure(file, readings, ref read, ref refused, seed);
                if (elapsed > limit.Time)
                {
                    // A busy machine can hold anything up once.
                    (elapsed, allocated) = Measure(file, readings, ref read, ref refused, seed);
                }

                Assert.True(elapsed < limit.Time, $"seed {seed} took {elapsed}");
                Assert.True(allocated < limit.Bytes, $"seed {seed} allocated {allocated} bytes");
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.True(read > 0 && refused > 0, $"{read} were read and {refused} refused");
    }

    // Of all threads: no other test runs meanwhile.
    private static (TimeSpan Elapsed, long Allocated) Measure(string file, IReadOnlyList<Action<string>> readings, ref int read, ref int refused, int seed)
    {
        var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        foreach (var reading in readings)
        {
            try
            {
                reading(file);
                read++;
            }
            catch (JfrFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}", e);
            }
        }

        return (Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes() - allocated);
    }

    private static Action<string>[] Readings =>
    [
        file => ReadAll(file, RecordingOptions.Default),
        file => ReadAll(file, new RecordingOptions { Strict = true }),
        file => EventReader.Read(file, [new Everything()], new RecordingOptions { Parallelism = 1 }),
        file => EventReader.Read(file, [new Everything()], new RecordingOptions { Parallelism = 2 }),
        file => ChunkChain.Verify(file),
    ];

    private static void ReadAll(string path, RecordingOptions options)
    {
        using var file = RecordingFile.Open(path, options);
        foreach (var e in file.ReadEvents())
        {
            Walk(e, 0);
        }

        _ = file.EventTypes.Sum(type => type.Fields.Count + (type.Label?.Length ?? 0));
    }

    // Class and loader lead in circles, as they do in whole recordings.
    private static void Walk(object? value, int depth)
    {
        if (depth > 3)
        {
            return;
        }

        if (value is RecordedObject parent)
        {
            for (var i = 0; i < parent.Fields.Count; i++)
            {
                Walk(parent.GetValue(i), depth + 1);
                _ = parent.GetNanos(parent.Fields[i].Name);
            }
        }
        else if (value is object?[] { Length: > 0 } elements)
        {
            Walk(elements[0], depth + 1);
            Walk(elements[^1], depth + 1);
        }
    }

    /// <summary>What a round may cost.</summary>
    private sealed record Limit(TimeSpan Time, long Bytes);

    private sealed class Everything : IEventConsumer
    {
        public IReadOnlyList<EventSelection> Selections { get; } = [new("*", "stackTrace", "eventThread", "sampledThread", "state", "name", "text", "inner.number", "array")];

        public IEventPart Begin(RecordingChunk chunk) => new Part(chunk);

        public void Merge(IEventPart part)
        {
        }

        private sealed class Part(RecordingChunk chunk) : IEventPart
        {
            private readonly HashSet<ulong> _stacks = [];

            public void Accept(in EventRow row)
            {
                _stacks.Add(row.GetKey(0));
                for (var i = 0; i < 8; i++)
                {
                    _ = (row.GetLong(i), row.GetDouble(i), row.GetValue(i));
                }
            }

            public void Finish()
            {
                var frames = new List<StackFrameKey>();
                foreach (var stack in _stacks)
                {
                    chunk.ReadFrames(stack, frames, out _);
                    _ = frames.Sum(frame => chunk.GetMethod(frame.Method)?.FullName.Length ?? 0);
                }
            }
        }
    }
}
