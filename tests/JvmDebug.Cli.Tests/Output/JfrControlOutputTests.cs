using JvmDebug.Cli.Output;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public sealed class JfrControlOutputTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
    private static readonly RemotePath File = new("/tmp/jvmdebug.night.1.0123456789ab.jfr");

    private readonly StringWriter _stdout = new();

    public void Dispose() => _stdout.Dispose();

    [Theory]
    [InlineData(OutputFormat.Text, "jfr-start")]
    [InlineData(OutputFormat.Json, "jfr-start-json")]
    public void A_recording_that_was_started(object format, string snapshot)
    {
        Writer().Write(new StartedRecording(Sample.Container, Sample.Jvm, "jvmdebug-night", File, Time, TimeSpan.FromHours(12), 256_000L << 10), (OutputFormat)format);
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Fact]
    public void One_without_an_end_is_dumped_and_not_fetched()
    {
        Writer().Write(new StartedRecording(Sample.Container, Sample.Jvm, "jvmdebug-night", File, Time, null, 1 << 28), OutputFormat.Text);
        Assert.Contains("it is stopped", _stdout.ToString(), StringComparison.Ordinal);
        Assert.Contains("kubectl jvmdebug jfr dump cart-0 -n shop -c app --name night", _stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DebugWay.Local, "kubectl jvmdebug jfr dump local/4711 --name night")]
    [InlineData(DebugWay.Beside, "kubectl jvmdebug jfr dump laptop -n local -c 4711 --name night")]
    public void A_process_of_this_machine_is_told_from_a_namespace_called_local(DebugWay way, string command)
    {
        Writer().Write(new StartedRecording(new ContainerRef("local", "laptop", "4711"), Sample.Jvm, "jvmdebug-night", File, Time, null, 1 << 28) { Way = way }, OutputFormat.Text);
        Assert.Contains(command, _stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OutputFormat.Text, "jfr-check")]
    [InlineData(OutputFormat.Json, "jfr-check-json")]
    public void Recordings_of_all_kinds(object format, string snapshot)
    {
        Writer().Write(
            new RecordingListing(
                Sample.Container,
                Sample.Jvm,
                [
                    new ListedRecording("theirs\e[2J", 1, RecordingState.Running, null, 250 << 20, null, null, null, null),
                    new ListedRecording("jvmdebug-capture", 2, RecordingState.Running, TimeSpan.FromSeconds(70), 256_000L << 10, null, new RemotePath("/tmp/jvmdebug-capture-0123456789ab.jfr"), 0, Time),
                    new ListedRecording("jvmdebug-night", 3, RecordingState.Running, TimeSpan.FromHours(12), 256_000L << 10, TimeSpan.FromMinutes(90), File, 0, Time),
                    new ListedRecording("jvmdebug-day", null, RecordingState.Ended, null, null, null, new RemotePath("/tmp/jvmdebug.day.1.0123456789ab.jfr"), 412_345, Time),
                    new ListedRecording("jvmdebug-gone", null, RecordingState.Lost, null, null, null, new RemotePath("/tmp/jvmdebug.gone.1.0123456789ab.jfr"), 0, Time),
                ]),
            (OutputFormat)format);
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Fact]
    public void A_JVM_without_recordings_has_none()
    {
        Writer().Write(new RecordingListing(Sample.Container, Sample.Jvm, []), OutputFormat.Text);
        Assert.Equal("shop/cart-0/app has no recordings.\n", _stdout.ToString());
    }

    [Fact]
    public void What_was_thrown_away_is_said()
    {
        Writer().Write(new BroughtRecordings(Sample.Container, Sample.Jvm, [], ["jvmdebug-night"]), OutputFormat.Text);
        Assert.Equal("jvmdebug-night of shop/cart-0/app was thrown away.\n", _stdout.ToString());
    }

    [Theory]
    [InlineData(OutputFormat.Json, "jfr-fetch-json")]
    public void What_was_brought(object format, string snapshot)
    {
        Writer().Write(new BroughtRecordings(Sample.Container, Sample.Jvm, [Sample.Capture], []), (OutputFormat)format);
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    private JfrControlWriter Writer() => new(new AppConsole(_stdout, TextWriter.Null, "kubectl-jvmdebug"));
}
