using System.Buffers.Binary;
using System.IO.Compression;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests;

/// <summary>What is whole is read, what is lost is said.</summary>
public class SalvageTests
{
    [Fact]
    public void A_chunk_of_a_killed_JVM_is_read_up_to_its_last_flush()
    {
        using var file = TrapTests.Open([.. Samples.Chunk(new TestChunk { State = 3 }), .. new byte[500]]);

        Assert.Equal(20, file.ReadEvents().Count());
        Assert.Contains("500 bytes behind the last flush", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_into_which_nothing_was_flushed_leaves_the_others_readable()
    {
        var empty = Samples.Chunk()[..300];
        BinaryPrimitives.WriteInt64BigEndian(empty.AsSpan(8), 68);
        empty.AsSpan(16, 16).Clear();
        empty[64] = 1;
        using var file = TrapTests.Open([.. Samples.Chunk(), .. empty]);

        Assert.Equal(20, file.ReadEvents().Count());
        Assert.Contains(file.Losses, loss => loss.Message.Contains("holds no flushed data", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chunk_with_a_torn_header_is_walked_event_by_event()
    {
        var torn = Samples.Chunk(new TestChunk { State = 255 });
        torn.AsSpan(8, 24).Fill(0xAB);
        using var file = TrapTests.Open(torn);

        Assert.All(file.ReadEvents(), e => Assert.Equal("demo.Shop.run", e.StackTrace!.Frames[0].Method!.FullName));
        Assert.Equal(20, file.ReadEvents().Count());
        Assert.Contains("while its header was being written", file.Losses[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_was_cut_off_is_read_as_far_as_it_goes()
    {
        var whole = AllKinds.Chunk();
        // HotSpot 14 and later writes metadata early and a pool at the end, async-profiler all at the end.
        using var file = TrapTests.Open(Early()[..^30]);

        Assert.Equal(20, file.ReadEvents().Count());
        Assert.Contains("cut off", file.Losses[0].Message, StringComparison.Ordinal);
        Assert.Contains("metadata is not there", TrapTests.Refused(whole[..200]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jdk17", 120_000)]
    [InlineData("jdk25-rare", 160_000)]
    public void A_copy_that_was_cut_off_does_not_cost_the_recording_put_behind_it(string cut, int length)
    {
        var torso = TestRecording.Bytes(cut)[..length];
        using var alone = TrapTests.Open(torso);
        using var whole = TrapTests.Open(TestRecording.Bytes("jdk17-g1"));
        using var both = TrapTests.Open([.. torso, .. TestRecording.Bytes("jdk17-g1")]);

        var behind = whole.ReadEvents().Count();
        Assert.Equal(alone.ReadEvents().Count() + behind, both.ReadEvents().Count());
        Assert.Contains($"the next chunk begins after {length}", Assert.Single(both.Losses).Message, StringComparison.Ordinal);
        Assert.Contains("the file ends after", Assert.Single(alone.Losses).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_that_were_cut_off_before_their_metadata_are_passed_over()
    {
        var torso = Samples.Chunk()[..100];
        using var both = TrapTests.Open([.. torso, .. Samples.Chunk(), .. torso]);

        Assert.Equal(20, both.ReadEvents().Count());
        Assert.Equal([0, 100 + Samples.Chunk().Length], both.Losses.Select(loss => loss.Offset));
    }

    [Fact]
    public void Every_length_of_a_recording_is_read_or_refused()
    {
        var whole = Samples.Chunk();
        for (var length = 0; length < whole.Length; length++)
        {
            using var recording = TestRecording.Of(whole[..length]);
            try
            {
                using var file = RecordingFile.Open(recording.Path);
                Assert.InRange(file.ReadEvents().Count(), 0, 20);
                Assert.NotEmpty(file.Losses);
            }
            catch (JfrFormatException e)
            {
                Assert.InRange(e.Offset, 0, length);
            }
        }
    }

    // Touched through a mapping, what is gone would end the process.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_recording_that_is_cut_off_behind_what_is_being_read_is_read_as_far_as_it_is_there(bool strict)
    {
        var first = Samples.Chunk();
        using var recording = TestRecording.Of([.. first, .. Samples.Chunk(new TestChunk { StartNanos = 1 })]);
        var consumer = new Cutting(recording.Path, first.Length + 100);
        var options = new RecordingOptions { Parallelism = 1, Strict = strict };

        if (strict)
        {
            Assert.Contains("cut off while it was read", Assert.Throws<JfrFormatException>(() => EventReader.Read(recording.Path, [consumer], options, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
            return;
        }

        var seen = EventReader.Read(recording.Path, [consumer], options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(20, consumer.Rows);
        Assert.Equal(first.Length + 100, Assert.Single(seen.Losses).Offset);
        Assert.Contains("cut off while it was read", seen.Losses[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_of_a_recording_that_is_cut_off_behind_them_are_those_that_are_there()
    {
        var first = Samples.Chunk();
        using var recording = TestRecording.Of([.. first, .. Samples.Chunk(new TestChunk { StartNanos = 1 })]);
        using var file = RecordingFile.Open(recording.Path);
        using var events = file.ReadEvents().GetEnumerator();
        Assert.True(events.MoveNext());
        Cutting.Cut(recording.Path, first.Length + 100);

        var left = 1;
        while (events.MoveNext())
        {
            left++;
            Assert.Equal("demo.Shop.run", events.Current.StackTrace!.Frames[0].Method!.FullName);
        }

        Assert.Equal(20, left);
        Assert.Contains("cut off while it was read", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_bytes_between_chunks_are_stepped_over()
    {
        using var file = TrapTests.Open([.. Samples.Chunk(), .. "lost and found"u8, .. Samples.Chunk(new TestChunk { StartNanos = 1 })]);

        Assert.Equal(40, file.ReadEvents().Count());
        Assert.Contains("14 bytes are not read", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_whose_size_cannot_be_ends_its_chunk_and_no_other()
    {
        var broken = Samples.Types(new TestChunk());
        Samples.Add(broken, 1_001).Raw(0x80, 0x80, 0x80, 0x00, 0x00);
        Samples.Add(broken, 1_002);
        byte[] bytes = [.. Samples.Pools(broken).Build(), .. Samples.Chunk(new TestChunk { StartNanos = 1 })];
        using var file = TrapTests.Open(bytes);

        Assert.Equal(21, file.ReadEvents().Count());
        Assert.Contains("An event claims 0 bytes", Assert.Single(file.Losses).Message, StringComparison.Ordinal);
        Assert.Contains("An event claims 0 bytes", TrapTests.Refused(bytes, strict: true).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_recordings_are_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Samples.Chunk());
        }

        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "b.jfr", "a.jfr", "notes.txt" })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Samples.Chunk(new TestChunk { StartNanos = name[0] }));
            }
        }

        using var one = TrapTests.Open(packed.ToArray());
        using var two = TrapTests.Open(archive.ToArray());
        Assert.Equal(20, one.ReadEvents().Count());
        Assert.Equal(40, two.ReadEvents().Count());
    }

    [Fact]
    public void A_packed_recording_that_is_damaged_is_refused()
    {
        Assert.Contains("damaged", TrapTests.Refused([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF]).Message, StringComparison.Ordinal);
        Assert.Contains("zstd", TrapTests.Refused([0x28, 0xB5, 0x2F, 0xFD, .. new byte[100]]).Message, StringComparison.Ordinal);
        Assert.Contains("LZ4", TrapTests.Refused([0x04, 0x22, 0x4D, 0x18, .. new byte[100]]).Message, StringComparison.Ordinal);
        Assert.Contains("an xz file", TrapTests.Refused([0xFD, .. "7zXZ\0"u8, .. new byte[100]]).Message, StringComparison.Ordinal);
        Assert.Contains("a bzip2 file", TrapTests.Refused([.. "BZh9"u8, .. new byte[100]]).Message, StringComparison.Ordinal);
    }

    /// <summary>With its metadata in front, as a flush leaves it.</summary>
    private static byte[] Early()
    {
        var whole = Samples.Chunk();
        var metadata = (int)BinaryPrimitives.ReadInt64BigEndian(whole.AsSpan(24));
        var body = whole[68..metadata];
        byte[] moved = [.. whole[..68], .. whole[metadata..], .. body, .. new byte[40]];
        BinaryPrimitives.WriteInt64BigEndian(moved.AsSpan(24), 68);
        BinaryPrimitives.WriteInt64BigEndian(moved.AsSpan(8), moved.Length);
        return moved;
    }

    /// <summary>Shortens the file when the first event is read.</summary>
    private sealed class Cutting(string path, long length) : IEventConsumer, IEventPart
    {
        public int Rows { get; private set; }

        public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ExecutionSample", "stackTrace")];

        public static void Cut(string path, long length)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(length);
        }

        public IEventPart Begin(RecordingChunk chunk) => this;

        public void Merge(IEventPart part)
        {
            // One part for all chunks: this.
        }

        public void Accept(in EventRow row)
        {
            if (Rows++ == 0)
            {
                Cut(path, length);
            }
        }

        public void Finish()
        {
            // All was counted as it came.
        }
    }
}
