using JvmDebug.Jfr.Findings.Facts;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;
using static JvmDebug.Jfr.Tests.Findings.Scenes;

namespace JvmDebug.Jfr.Tests.Findings;

/// <summary>What comes late in a recording, or in very large numbers, counts as what comes early.</summary>
public sealed class LongRecordingTests
{
    private const int Seconds = 100_000;

    [Fact]
    public void Pauses_CPU_and_collections_of_more_than_a_day_all_count()
    {
        var findings = Judge(
            to => EverySecond(Heap(Host(to, 2), Gib), Seconds, i =>
            {
                Pause(to, i, i >= Seconds - 60 ? 0.2 : i == Seconds - 100 ? 1.5 : 0.001);
                Cpu(to, i, i >= Seconds - 60 ? 0.97 : 0.1, 0.99);
                Collection(to, i, "G1New", "System.gc()");
            }),
            seconds: Seconds);

        Assert.Contains("20 % of the time went into GC pauses; 0.1 % over the recording", findings.Of("gc-pause-share")!.Summary, StringComparison.Ordinal);
        Assert.Contains("100,000 pauses", findings.Of("gc-pause-share")!.Evidence);
        Assert.Contains("1.5 s", findings.Of("gc-long-pause")!.Summary, StringComparison.Ordinal);
        Assert.Contains("97 %", findings.Of("cpu-saturation")!.Summary, StringComparison.Ordinal);
        Assert.Contains("100,000 collections by System.gc()", findings.Of("system-gc")!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_buffers_are_all_counted() => Assert.Contains(
        "100,000 buffers could not be written in time: more than ",
        Judge(to => EverySecond(to, Seconds, i => to.Add("jdk.DataLoss", i, 0, ("amount", 4096L))), Seconds).Of("lost-events")!.Summary,
        StringComparison.Ordinal);

    [Fact]
    public void A_leak_that_begins_in_the_second_half_is_in_the_live_set()
    {
        var findings = Judge(
            to => EverySecond(Heap(to, 8 * Gib), Seconds, i => After(to, i, "ParallelOld", (100 * Mib) + (Math.Max(0, i - (Seconds / 2)) * 0.1 * Mib))),
            seconds: Seconds);

        Assert.Contains("5 GiB after the last", findings.Of("live-set-growth")!.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_pairs_before_and_after_collections_the_sides_that_matter_are_all_over_a_long_recording()
    {
        var findings = Judge(
            to => EverySecond(to, Seconds, i => to
                .Add("jdk.MetaspaceSummary", i, 0, ("when", "Before GC"), ("metaspace.used", (long)Gib))
                .Add("jdk.MetaspaceSummary", i + 0.1, 0, ("when", "After GC"), ("metaspace.used", (long)((50 * Mib) + (0.05 * Mib * i))))),
            seconds: Seconds);

        Assert.Contains("grows by 3 MiB a minute", findings.Of("metaspace-growth")!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_very_many_rows_keeps_some_of_all_over_the_recording()
    {
        byte[] Chunk(int from) => Build(to => EverySecond(to, Seconds, i => to.Add("demo.Rare", i, 0, ("amount", (long)(from + i)))));
        using var recording = TestRecording.Of([.. Chunk(0), .. Chunk(Seconds)]);
        var table = new EventTable("demo.Rare", "amount");

        EventReader.Read(recording.Path, [table], cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(table.Entries.Count, EventTable.MostRows / 3, EventTable.MostRows);
        var amounts = table.Entries.Select(entry => entry["amount"]).Order().ToList();
        Assert.Equal(0, amounts[0]);
        Assert.InRange(amounts[^1], (2 * Seconds) - 20, (2 * Seconds) - 1);
        Assert.InRange(amounts.Zip(amounts.Skip(1), (one, next) => next - one).Max(), 1, 20);
    }

    [Fact]
    public void Of_what_each_chunk_repeats_nothing_is_left_out()
    {
        var chunk = Build(to => EverySecond(to, 200, i => to.Add("jdk.InitialSystemProperty", 0, 0, ("key", $"db{i}.password"), ("value", "hunter2"))));
        using var recording = TestRecording.Of([.. Enumerable.Repeat(chunk, 300).SelectMany(bytes => bytes)]);

        var finding = RecordingSummaryReader.Read(recording.Path, cancellationToken: TestContext.Current.CancellationToken).Findings!.Of("secrets-in-the-open")!;

        Assert.Contains("200 values", finding.Summary, StringComparison.Ordinal);
    }

    private static byte[] Build(Action<RecordingBuilder> record)
    {
        var builder = new RecordingBuilder(Seconds);
        record(builder);
        return builder.Build();
    }
}
