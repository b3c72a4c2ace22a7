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
    private const long MostBytes = 256L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_damaged_file_neither_crashes_nor_hangs_nor_eats_the_memory()
    {
        // make fuzz asks for 200,000.
        var rounds = int.Parse(Environment.GetEnvironmentVariable("JVMDEBUG_FUZZ_ROUNDS") ?? "600", CultureInfo.InvariantCulture);
        var first = int.Parse(Environment.GetEnvironmentVariable("JVMDEBUG_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        byte[][] seeds = [Samples.Chunk(), Samples.Chunk(new TestChunk { Minor = 0, SizeBytes = 5, MetadataTextEncoding = 3 }), AllKinds.Chunk(), TestRecording.Bytes("jdk17"), TestRecording.Bytes("jdk25")];
        var file = Path.Combine(Path.GetTempPath(), $"jvmdebug-fuzz-{Guid.NewGuid():n}.jfr");
        var (read, refused) = (0, 0);
        try
        {
            for (var seed = first; seed < first + rounds; seed++)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                var random = new Random(seed);
                // The real ones are a hundred times as large, and so as slow.
                var from = random.Next(50) == 0 ? random.Next(seeds.Length) : random.Next(3);
                File.WriteAllBytes(file, new Mutator(random).Mutate(seeds[from], seeds[random.Next(3)]));
                var (elapsed, allocated) = Measure(file, ref read, ref refused, seed);
                if (elapsed > Longest)
                {
                    // A busy machine can hold anything up once.
                    (elapsed, allocated) = Measure(file, ref read, ref refused, seed);
                }

                Assert.True(elapsed < Longest, $"seed {seed} took {elapsed}");
                Assert.True(allocated < MostBytes, $"seed {seed} allocated {allocated} bytes");
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.True(read > 0 && refused > 0, $"{read} were read and {refused} refused");
    }

    private static (TimeSpan Elapsed, long Allocated) Measure(string file, ref int read, ref int refused, int seed)
    {
        var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        foreach (var reading in Readings)
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

        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static Action<string>[] Readings =>
    [
        file => ReadAll(file, RecordingOptions.Default),
        file => ReadAll(file, new RecordingOptions { Strict = true }),
        file => EventReader.Read(file, [new Everything()], new RecordingOptions { Parallelism = 1 }),
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
