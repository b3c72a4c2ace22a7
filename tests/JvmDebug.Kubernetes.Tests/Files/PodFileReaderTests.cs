using System.Formats.Tar;
using CsCheck;
using JvmDebug.Kubernetes.Files;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Files;

public sealed class PodFileReaderTests : IDisposable
{
    private static readonly TransferPatience Quick = new(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1), 4);

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Part => _folder.Combine("x.jfr.part");

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 15000)]
    [InlineData((int)Packing.None, 1_000_000)]
    [InlineData((int)Packing.Gzip, 1_000_000)]
    [InlineData((int)Packing.Zstd, 1_000_000)]
    [InlineData((int)Packing.Gzip, 0)]
    [InlineData((int)Packing.None, 1)]
    [InlineData((int)Packing.None, 512)]
    public async Task A_file_arrives_whole_whatever_packs_it(int packing, int size)
    {
        var content = Content(size);
        var pod = new FakePod(content, (Packing)packing);
        var last = default(TransferProgress);

        var sha256 = await PodFileReader.ReceiveAsync(pod.Announced, Part, pod.First(), pod.ResumeAsync, progress => last = progress, Token);

        await AssertArrivedAsync(content);
        Assert.Equal(pod.Sha256, sha256);
        Assert.Empty(pod.ResumedAt);
        Assert.Equal(new TransferProgress(size, size), last);
    }

    [Theory(Timeout = 60000)]
    [InlineData((int)Packing.None)]
    [InlineData((int)Packing.Gzip)]
    [InlineData((int)Packing.Zstd)]
    public async Task Wherever_connections_are_cut_the_file_is_the_same(int packing)
    {
        // Four at most: a connection may be cut before the first block of the compressor is whole, and the fifth in a row is one too many.
        await Gen.Select(Gen.Int[0, 300_000], Gen.Int[0, 330_000].Array[1, 4], Gen.Bool.Array[5]).SampleAsync(
            async (size, cuts, broken) =>
            {
                var content = Content(size);
                var pod = new FakePod(content, (Packing)packing);
                foreach (var (cut, lost) in cuts[1..].Zip(broken))
                {
                    pod.Then(lost ? FakePod.CutAt(cut) : FakePod.EndAt(cut));
                }

                var part = _folder.Combine(Guid.NewGuid().ToString());
                await ReceiveAsync(pod, pod.First(broken[4] ? FakePod.CutAt(cuts[0]) : FakePod.EndAt(cuts[0])), part);

                var received = await File.ReadAllBytesAsync(part, Token);
                File.Delete(part);
                return content.AsSpan().SequenceEqual(received) && pod.ResumedAt.SequenceEqual(pod.ResumedAt.Order());
            },
            iter: 150,
            threads: 1);
    }

    [Fact(Timeout = 15000)]
    public async Task A_resumed_transfer_goes_on_behind_the_last_byte_and_fetches_nothing_twice()
    {
        var content = Content(500_000);
        var pod = new FakePod(content, Packing.None).Then(FakePod.CutAt(100_000));

        await ReceiveAsync(pod, pod.First(FakePod.CutAt(512 + 200_000)), Part);

        Assert.Equal([200_000, 300_000], pod.ResumedAt);
        await AssertArrivedAsync(content);
    }

    [Fact(Timeout = 15000)]
    public async Task A_connection_that_falls_silent_is_replaced()
    {
        var content = Content(300_000);
        var pod = new FakePod(content, Packing.Gzip).Then(FakePod.SilentAfter(0));

        await PodFileReader.ReceiveAsync(pod.Announced, Part, pod.First(FakePod.SilentAfter(100_000)), pod.ResumeAsync, _ => { }, Quick with { Silence = TimeSpan.FromSeconds(1) }, Token);

        Assert.Equal(2, pod.ResumedAt.Count);
        await AssertArrivedAsync(content);
    }

    [Fact(Timeout = 15000)]
    public async Task Attempts_without_one_new_byte_come_to_an_end()
    {
        var pod = new FakePod(Content(10_000), Packing.None);
        for (var i = 0; i < 10; i++)
        {
            pod.Then(FakePod.CutAt(0));
        }

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, pod.First(FakePod.CutAt(512 + 100)), Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Equal(4, pod.ResumedAt.Count);
        Assert.Contains("Only 100 of 10000 bytes of /tmp/jvmdebug/x.jfr arrived", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Progress_starts_the_count_of_attempts_anew()
    {
        var content = Content(100);
        var pod = new FakePod(content, Packing.None);
        for (var i = 0; i < 9; i++)
        {
            pod.Then(FakePod.CutAt(0)).Then(FakePod.CutAt(8));
        }

        await ReceiveAsync(pod, pod.First(FakePod.CutAt(0)), Part);

        Assert.Equal(content, await File.ReadAllBytesAsync(Part, Token));
    }

    [Fact(Timeout = 15000)]
    public async Task A_pod_that_is_gone_ends_the_transfer_at_once()
    {
        var pod = new FakePod(Content(1000), Packing.None);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => PodFileReader.ReceiveAsync(
            pod.Announced,
            Part,
            pod.First(FakePod.CutAt(600)),
            (_, _) => throw new ClusterException(ClusterFailure.TargetNotFound, "gone"),
            _ => { },
            Quick,
            Token));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
    }

    [Fact(Timeout = 15000)]
    public async Task Bytes_that_are_not_those_announced_are_not_claimed_to_be_the_file()
    {
        var content = Content(1000);
        var pod = new FakePod(content, Packing.None);
        content[500] ^= 1;

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, pod.First(), Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Contains("SHA-256", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_resumed_stream_that_does_not_end_in_time_is_refused()
    {
        var pod = new FakePod(Content(1000), Packing.None).Then(bytes => FakePod.Whole([.. bytes, 1]));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, pod.First(FakePod.CutAt(700)), Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Contains("Behind the 1000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(72)]
    public async Task A_hash_that_was_cut_off_is_asked_for_again_and_no_byte_with_it(int missing)
    {
        var content = Content(100_000);
        var pod = new FakePod(content, Packing.None);
        var whole = FakePod.Tar("x.jfr", content).Length + pod.HashLine.Length;

        await ReceiveAsync(pod, pod.First(FakePod.CutAt(whole - missing)), Part);

        Assert.Equal([content.Length], pod.ResumedAt);
        await AssertArrivedAsync(content);
    }

    [Theory(Timeout = 15000)]
    [InlineData("sha256 \n")]
    [InlineData("sha256 0000\n")]
    [InlineData("sha1 0000000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("sha256 zz00000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("sha256 00000000000000000000000000000000000000000000000000000000000000001\n")]
    [InlineData("an endless line that has no end and is longer than any hash there is, and then some more of it")]
    public async Task What_is_no_hash_behind_the_bytes_is_refused(string behind)
    {
        var content = Content(1000);
        var pod = new FakePod(content, Packing.None);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, FakePod.Whole([.. FakePod.Tar("x.jfr", content), .. System.Text.Encoding.ASCII.GetBytes(behind)]), Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Contains("Behind the 1000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Behind_a_file_whose_hash_is_known_nothing_may_follow()
    {
        var pod = new FakePod(Content(1000), Packing.None, announced: true).Then(bytes => FakePod.Whole([.. bytes, 1]));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => PodFileReader.ReceiveAsync(pod.Announced, new MemorySink(), pod.ResumeAsync, _ => { }, Token));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
    }

    [Theory(Timeout = 15000)]
    [InlineData("../x.jfr", TarEntryType.RegularFile, null, 10)]
    [InlineData("/etc/x.jfr", TarEntryType.RegularFile, null, 10)]
    [InlineData("y.jfr", TarEntryType.RegularFile, null, 10)]
    [InlineData("x.jfr", TarEntryType.RegularFile, null, 11)]
    [InlineData("x.jfr", TarEntryType.SymbolicLink, "/etc/passwd", 10)]
    [InlineData("x.jfr", TarEntryType.HardLink, "/etc/passwd", 10)]
    [InlineData("x.jfr", TarEntryType.Directory, null, 10)]
    public async Task Any_other_entry_than_the_announced_file_is_refused_and_nothing_of_it_written(string name, TarEntryType type, string? link, int size)
    {
        var pod = new FakePod(Content(10), Packing.None);
        var tar = FakePod.Tar(name, Content(size), type, link);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, FakePod.Whole(tar), Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Contains("was not written", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Part).Length);
        Assert.Equal(["x.jfr.part"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact(Timeout = 15000)]
    public async Task Rubbish_instead_of_a_tar_is_made_good_by_bytes()
    {
        var content = Content(1000);
        var pod = new FakePod(content, Packing.Gzip);

        await ReceiveAsync(pod, FakePod.Whole([0x1F, 0x8B, 1, 2, 3, 4, 5]), Part);

        Assert.Equal([0], pod.ResumedAt);
        await AssertArrivedAsync(content);
    }

    [Theory(Timeout = 15000)]
    [InlineData('x')] // POSIX: for the next entry
    [InlineData('g')] // POSIX: for all entries
    [InlineData('L')] // GNU: a long name
    [InlineData('K')] // GNU: a long link
    public async Task What_describes_an_entry_is_not_read_into_memory_whatever_size_it_announces(char type)
    {
        var pod = new FakePod(Content(10), Packing.None);
        await using var tar = new Announcing(type, 400_000_000);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, tar, Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Contains($"more than 64 KiB of descriptions (the last is 400000000 bytes of type '{type}')", failure.Message, StringComparison.Ordinal);
        Assert.Contains("was not written", failure.Message, StringComparison.Ordinal);
        Assert.InRange(tar.Sent, 512, 4096);
    }

    [Fact(Timeout = 15000)]
    public async Task A_chain_of_descriptions_is_refused_for_its_length_though_each_is_empty()
    {
        var pod = new FakePod(Content(10), Packing.None);
        await using var tar = new Announcing('x', 0, repeats: true);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReceiveAsync(pod, tar, Part));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.Contains("announced more than 64 KiB of descriptions", failure.Message, StringComparison.Ordinal);
        Assert.InRange(tar.Sent, 64 * 1024, 80 * 1024);
    }

    [Theory(Timeout = 15000)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.V7)]
    public async Task Whatever_form_of_tar_the_image_writes_is_read(TarEntryFormat format)
    {
        var content = Content(100_000);
        var pod = new FakePod(content, Packing.Gzip);
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, format, leaveOpen: true))
        {
            var source = _folder.Combine("source");
            await File.WriteAllBytesAsync(source, content, Token);
            await tar.WriteEntryAsync(source, "x.jfr", Token);
            File.Delete(source);
        }

        await ReceiveAsync(pod, FakePod.Whole(pod.Pack([.. archive.ToArray(), .. pod.HashLine])), Part);

        await AssertArrivedAsync(content);
        Assert.Empty(pod.ResumedAt);
    }

    [Fact(Timeout = 15000)]
    public async Task A_file_that_is_there_is_not_written_into()
    {
        var pod = new FakePod(Content(10), Packing.None);
        await File.WriteAllTextAsync(Part, "theirs", Token);

        await Assert.ThrowsAsync<LocalFileException>(() => ReceiveAsync(pod, pod.First(), Part));

        Assert.Equal("theirs", await File.ReadAllTextAsync(Part, Token));
    }

    [Fact(Timeout = 15000)]
    public async Task A_full_disk_is_a_local_failure_and_does_not_resume()
    {
        var pod = new FakePod(Content(100_000), Packing.None);
        await using var full = new LocalFile(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0));

        await Assert.ThrowsAsync<LocalFileException>(() => PodFileReader.ReceiveAsync(pod.Announced, full, pod.ResumeAsync, _ => { }, Token));

        Assert.Equal([0], pod.ResumedAt);
    }

    [Fact(Timeout = 15000)]
    public async Task A_disk_that_is_too_small_is_known_before_the_first_byte()
    {
        var pod = new FakePod(Content(10), Packing.None);
        var huge = pod.Announced with { Size = 1L << 60 };

        await Assert.ThrowsAsync<LocalFileException>(() => PodFileReader.ReceiveAsync(huge, Part, pod.First(), pod.ResumeAsync, _ => { }, Quick, Token));

        Assert.False(File.Exists(Part));
    }

    [Fact(Timeout = 15000)]
    public async Task A_folder_that_does_not_exist_is_a_local_failure()
    {
        var pod = new FakePod(Content(10), Packing.None);

        await Assert.ThrowsAsync<LocalFileException>(() => ReceiveAsync(pod, pod.First(), _folder.Combine("no/such/folder")));
    }

    [Fact(Timeout = 15000)]
    public async Task Cancelling_is_a_cancellation_and_no_broken_connection()
    {
        using var cancel = new CancellationTokenSource(100);
        var pod = new FakePod(Content(100_000), Packing.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PodFileReader.ReceiveAsync(
            pod.Announced, Part, pod.First(FakePod.SilentAfter(50_000)), pod.ResumeAsync, _ => { }, cancel.Token));

        Assert.Empty(pod.ResumedAt);
    }

    [Fact(Timeout = 15000)]
    public async Task The_file_is_for_its_owner_alone()
    {
        var pod = new FakePod(Content(10), Packing.None);

        await ReceiveAsync(pod, pod.First(), Part);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Part));
    }

    [Theory(Timeout = 30000)]
    [InlineData((int)Packing.None)]
    [InlineData((int)Packing.Zstd)]
    public async Task A_sink_gets_each_byte_once_however_often_the_connection_breaks(int packing)
    {
        var content = Content(400_000);
        var pod = new FakePod(content, (Packing)packing, announced: true).Then(FakePod.CutAt(150_000)).Then(FakePod.EndAt(100_000)).Then(FakePod.CutAt(0));
        var sink = new MemorySink();

        await PodFileReader.ReceiveAsync(pod.Announced, sink, pod.ResumeAsync, _ => { }, Token);

        Assert.Equal(content, sink.Received.ToArray());
        Assert.Equal(0, pod.ResumedAt[0]);
        Assert.True(pod.ResumedAt.Count > 2);
        Assert.Equal(pod.ResumedAt.Order(), pod.ResumedAt);
    }

    [Fact(Timeout = 15000)]
    public async Task What_a_sink_got_is_proven_too()
    {
        var pod = new FakePod(Content(10_000), Packing.None, announced: true);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => PodFileReader.ReceiveAsync(
            pod.Announced with { Sha256 = new string('0', 64) }, new MemorySink(), pod.ResumeAsync, _ => { }, Token));

        Assert.Contains("SHA-256", failure.Message, StringComparison.Ordinal);
    }

    private static Task<string> ReceiveAsync(FakePod pod, Stream first, string part) =>
        PodFileReader.ReceiveAsync(pod.Announced, part, first, pod.ResumeAsync, _ => { }, Quick, Token);

    private async Task AssertArrivedAsync(byte[] content)
    {
        var received = await File.ReadAllBytesAsync(Part, Token);
        Assert.True(content.AsSpan().SequenceEqual(received));
    }

    // Compresses a little, like a recording. The rest of it is never taken for gzip's or zstd's own, wherever it begins: what a
    // pod sends is always packed, and only here it may be plain.
    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        content.AsSpan().Replace((byte)0x1F, (byte)0);
        content.AsSpan().Replace((byte)0x28, (byte)0);
        for (var i = 0; i < size; i += 3)
        {
            content[i] = 0;
        }

        return content;
    }

    private sealed class MemorySink : IFileSink
    {
        public List<byte> Received { get; } = [];

        public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            Received.AddRange(data.Span);
            return ValueTask.CompletedTask;
        }
    }

    // A header of a tar, and zeros behind it for as long as somebody reads them.
    private sealed class Announcing : PullStream
    {
        private readonly byte[] _header = new byte[512];
        private readonly bool _repeats;

        public Announcing(char type, long size, bool repeats = false)
        {
            _repeats = repeats;
            "name"u8.CopyTo(_header);
            "0000644\00000000\00000000\0"u8.CopyTo(_header.AsSpan(100));
            System.Text.Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(_header, 124);
            "00000000000\0        "u8.CopyTo(_header.AsSpan(136));
            _header[156] = (byte)type;
            "ustar\000"u8.CopyTo(_header.AsSpan(257));
            System.Text.Encoding.ASCII.GetBytes(Convert.ToString(_header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(_header, 148);
        }

        public long Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var at = _repeats ? (int)(Sent % 512) : (int)Math.Min(Sent, 512);
            var count = at < 512 ? Math.Min(buffer.Length, 512 - at) : (int)Math.Min(buffer.Length, 500_000_000 - Sent);
            buffer.Span[..count].Clear();
            if (at < 512)
            {
                _header.AsSpan(at, count).CopyTo(buffer.Span);
            }

            Sent += count;
            return ValueTask.FromResult(count);
        }
    }
}
