using JvmDebug.Cli.Output;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Hprof;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public sealed class HeapOutputTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 23, 59, 30, TimeSpan.Zero);

    private readonly StringWriter _stdout = new();

    public void Dispose() => _stdout.Dispose();

    [Theory]
    [InlineData(false, "heap-dump")]
    [InlineData(true, "heap-dump-json")]
    public void A_redacted_dump(bool json, string snapshot)
    {
        Writer().Write(Dump(HprofRedaction.ContentAndFields, new RedactionSummary(34_475_762, 37_892, 0, 0)), json ? OutputFormat.Json : OutputFormat.Text);
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Fact]
    public void A_dump_that_is_not_redacted_says_what_that_means()
    {
        Writer().Write(Dump(HprofRedaction.None, null), OutputFormat.Text);
        Assert.Contains("passwords included", _stdout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_redaction_could_not_keep_is_said()
    {
        Writer().Write(Dump(HprofRedaction.Content, new RedactionSummary(1, 2, 3, 4)), OutputFormat.Text);
        Assert.Contains("3 names and the fields of 4 objects are lost", _stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "histogram")]
    [InlineData(true, "histogram-json")]
    public void A_histogram(bool json, string snapshot)
    {
        Writer().Write(new HeapHistogramResult(Sample.Container, Sample.Jvm, [Before], null, [], 2) { Artifact = Printed }, json ? OutputFormat.Json : OutputFormat.Text);
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Theory]
    [InlineData(false, "histogram-growth")]
    [InlineData(true, "histogram-growth-json")]
    public void How_it_grows(bool json, string snapshot)
    {
        var after = new HistogramSample(Time.AddMinutes(1), new ClassHistogram([new("[B", "java.base@17.0.15", 263_593, 27_954_096), new("shop.Cart\u001b[2J", null, 12, 480)]));
        Writer().Write(
            new HeapHistogramResult(Sample.Container, Sample.Jvm, [Before, after], Before, HistogramGrowth.Between(Before.Histogram, after.Histogram), null) { Artifact = Printed },
            json ? OutputFormat.Json : OutputFormat.Text);
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    private static Artifact Printed { get; } = Artifact.OfPrinted(ArtifactKind.Histogram, Sample.Origin("heap histogram"), "   1:  263493  27354096  [B (java.base@17.0.15)\n");

    private static HistogramSample Before { get; } = new(
        Time,
        new ClassHistogram([new("[B", "java.base@17.0.15", 263_493, 27_354_096), new("java.lang.String", "java.base@17.0.15", 263_251, 6_318_024), new("shop.Cart\u001b[2J", null, 10, 400)]));

    private static HeapDumpResult Dump(HprofRedaction redaction, RedactionSummary? done) => new(
        "/home/me/cart.hprof",
        77_250_428,
        new string('b', 64),
        Sample.Container,
        Sample.Jvm,
        TimeSpan.FromSeconds(0.258),
        "the debug container",
        redaction,
        new HprofSummary
        {
            Format = "JAVA PROFILE 1.0.2",
            IdSize = 8,
            Time = Time,
            Size = 77_250_428,
            Symbols = 39_866,
            Classes = 508,
            Instances = 781_453,
            ObjectArrays = 1_350,
            PrimitiveArrays = 264_377,
            Roots = 472,
            Redaction = done,
        })
    {
        FileSha256 = new string('d', 64),
        Origin = Sample.Origin("heap dump"),
    };

    private ResultWriter Writer() => new(new AppConsole(_stdout, TextWriter.Null, "jvmdebug"));
}
