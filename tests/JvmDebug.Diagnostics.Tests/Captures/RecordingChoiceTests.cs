using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public class RecordingChoiceTests
{
    [Theory]
    [InlineData(BringWay.Dump)]
    [InlineData(BringWay.Stop)]
    [InlineData(BringWay.Discard)]
    [InlineData(BringWay.Fetch)]
    public void Without_a_name_nothing_is_touched_that_was_not_left_to_itself(BringWay way)
    {
        var refused = Refused(way, null, Live(1, "theirs"), Live(2, "jvmdebug-capture", "jvmdebug-capture-0123456789ab.jfr"));

        Assert.Equal(JvmFailure.NoRecording, refused.Reason);
        Assert.Contains("theirs (running)", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theirs")]
    [InlineData("1")]
    public void Somebody_elses_is_meant_by_name_or_number(string name) =>
        Assert.Equal("theirs", Assert.Single(Choose(BringWay.Dump, name, Live(1, "theirs"), Kept(2, "night"))).Name);

    [Theory]
    [InlineData("night")]
    [InlineData("jvmdebug-night")]
    public void Ours_is_meant_with_and_without_its_prefix(string name) =>
        Assert.Equal("jvmdebug-night", Assert.Single(Choose(BringWay.Stop, name, Kept(1, "day"), Kept(2, "night"))).Name);

    [Fact]
    public void Of_several_that_record_one_must_be_named() =>
        Assert.Equal(JvmFailure.SeveralRecordings, Refused(BringWay.Stop, null, Kept(1, "day"), Kept(2, "night")).Reason);

    [Fact]
    public void Fetch_takes_all_that_have_ended_and_none_that_records() =>
        Assert.Equal(["jvmdebug-a", "jvmdebug-b"], Choose(BringWay.Fetch, null, Kept(1, "night"), Ended("a"), Ended("b")).Select(recording => recording.Name));

    [Fact]
    public void Stop_brings_what_ended_by_itself_meanwhile() =>
        Assert.Equal("jvmdebug-night", Assert.Single(Choose(BringWay.Stop, "night", Ended("night"))).Name);

    [Fact]
    public void Stop_ends_the_one_that_records_and_leaves_an_earlier_one_of_the_name_for_fetch() =>
        Assert.Equal(2, Assert.Single(Choose(BringWay.Stop, "night", Ended("night"), Kept(2, "night"))).Id);

    [Fact]
    public void Fetch_of_one_that_still_runs_says_what_can_be_done() =>
        Assert.Contains("jfr dump", Refused(BringWay.Fetch, "night", Kept(1, "night")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(BringWay.Fetch)]
    [InlineData(BringWay.Stop)]
    [InlineData(BringWay.Dump)]
    public void What_was_lost_with_its_JVM_is_said_to_be_lost(BringWay way) =>
        Assert.Contains("is lost", Refused(way, null, Ended("night") with { State = RecordingState.Lost, FileSize = 0 }).Message, StringComparison.Ordinal);

    private static IReadOnlyList<ListedRecording> Choose(BringWay way, string? name, params ListedRecording[] recordings) =>
        new RecordingChoice(new RecordingListing(new ContainerRef("shop", "cart-0", "app"), new JvmProcess(1, 1, 1000, 1000, "17.0.12", "demo.Busy", "java demo.Busy", null), recordings), name).For(way);

    private static JvmException Refused(BringWay way, string? name, params ListedRecording[] recordings) =>
        Assert.Throws<JvmException>(() => Choose(way, name, recordings));

    private static ListedRecording Live(int id, string name, string? file = null) =>
        new(name, id, RecordingState.Running, null, null, null, file is null ? null : new RemotePath("/tmp/" + file), 0, null);

    private static ListedRecording Kept(int id, string name) => Live(id, "jvmdebug-" + name, $"jvmdebug.{name}.1.0123456789ab.jfr");

    private static ListedRecording Ended(string name) => Kept(0, name) with { Id = null, State = RecordingState.Ended, FileSize = 5000 };
}
