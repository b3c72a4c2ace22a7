using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public class ListedRecordingTests
{
    private const string Letters = "0123456789ab";
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_empty_file_is_the_running_recordings_and_a_full_one_of_the_same_name_an_earlier_ones()
    {
        var listed = List([Running(3, "jvmdebug-night")], [File("jvmdebug.night.1.111111111111.jfr", 5000), File("jvmdebug.night.1.222222222222.jfr", 0)]);

        Assert.Equal(
            [(3, RecordingState.Running, "jvmdebug.night.1.222222222222.jfr"), ((int?)null, RecordingState.Ended, "jvmdebug.night.1.111111111111.jfr")],
            listed.Select(recording => (recording.Id, recording.State, recording.File!.Value.FileName)));
    }

    [Fact]
    public void An_empty_file_without_a_recording_is_a_recording_that_was_lost_with_its_JVM() =>
        Assert.Equal(RecordingState.Lost, Assert.Single(List([], [File($"jvmdebug.night.1.{Letters}.jfr", 0)])).State);

    [Fact]
    public void The_empty_file_of_a_JVM_that_is_no_more_is_not_the_running_recordings_of_the_same_name()
    {
        var listed = List([Running(3, "jvmdebug-night")], [File($"jvmdebug.night.7.{Letters}.jfr", 0)]);

        Assert.Equal([(RecordingState.Running, false), (RecordingState.Lost, true)], listed.Select(recording => (recording.State, recording.File is not null)));
    }

    [Fact]
    public void One_file_seen_by_two_paths_is_one() =>
        Assert.Single(List([], [File($"jvmdebug.a.1.{Letters}.jfr", 10), File($"jvmdebug.a.1.{Letters}.jfr", 10, "/var/tmp")]));

    [Fact]
    public void Ours_somebody_elses_and_a_waiting_captures_are_told_apart()
    {
        var listed = List(
            [Running(1, "theirs"), Running(2, "jvmdebug-capture"), Running(3, "jvmdebug-night")],
            [File($"jvmdebug-capture-{Letters}.jfr", 0), File($"jvmdebug.night.1.{Letters}.jfr", 0)]);

        Assert.Equal([(false, false), (true, false), (true, true)], listed.Select(recording => (recording.IsOurs, recording.IsDetached)));
    }

    [Theory]
    [InlineData($"jvmdebug.a.b-c.17.{Letters}.jfr", "jvmdebug-a.b-c", 17)]
    [InlineData($"jvmdebug-a-b.c-{Letters}.jfr", "jvmdebug-a-b.c", null)]
    [InlineData($"jvmdebug.a.{Letters}.jfr", null, null)]
    [InlineData($"jvmdebug.a.1.{Letters}.jfr.jfc", null, null)]
    [InlineData($"jvmdebug.a/../b.1.{Letters}.jfr", null, null)]
    [InlineData("theirs.jfr", null, null)]
    public void A_file_name_says_which_recording_and_which_JVM(string fileName, string? recording, int? pid)
    {
        var name = RecordingFileName.TryParse(fileName);

        Assert.Equal((recording, pid), (name?.Recording, name?.NamespacePid));
    }

    [Fact]
    public void The_names_we_give_can_be_read_again()
    {
        Assert.Equal(new RecordingFileName("jvmdebug-x.y", 17), RecordingFileName.TryParse($"{RecordingFileName.DetachedBegin("x.y")}.17.{RecordingFileName.DetachedEnd()}"));
        Assert.Equal(new RecordingFileName("jvmdebug-x.y", null), RecordingFileName.TryParse(RecordingFileName.OfCapture("x.y")));
    }

    private static IReadOnlyList<ListedRecording> List(JvmRecording[] recordings, RecordingFile[] files) =>
        ListedRecording.Of(recordings, files, 1);

    private static JvmRecording Running(int id, string name) => new(id, name, "running", null, null, null);

    private static RecordingFile File(string name, long size, string place = "/tmp") => new(RecordingFileName.TryParse(name)!, new RemotePath($"{place}/{name}"), size, Noon);
}
