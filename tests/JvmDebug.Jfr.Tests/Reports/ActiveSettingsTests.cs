using JvmDebug.Jfr.Comparison;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reports;

public sealed class ActiveSettingsTests
{
    [Theory]
    [InlineData("jdk.FileRead", "100/s", "100/s")]
    [InlineData("jdk.FileRead", "off", null)]
    [InlineData("jdk.FileRead", "", null)]
    [InlineData("jdk.ObjectAllocationSample", "150/s", null)]
    [InlineData("jdk.CPUTimeSample", "500/s", null)]
    public void Events_of_which_some_were_dropped_are_known_unless_their_weights_make_up_for_it(string type, string throttle, string? expected) =>
        Assert.Equal(expected, Read(new RecordingBuilder().Setting(type, "throttle", throttle)).ThrottleOf(type));

    [Fact]
    public void Of_several_throttles_the_most_generous_counts() =>
        Assert.Equal("300/s", Read(new RecordingBuilder().Setting("jdk.FileRead", "throttle", "6000/m").Setting("jdk.FileRead", "throttle", "300/s").Setting("jdk.FileRead", "throttle", "100/s")).ThrottleOf("jdk.FileRead"));

    [Fact]
    public void A_summary_and_its_findings_say_what_is_a_sample()
    {
        var recording = new RecordingBuilder().Setting("jdk.FileRead", "throttle", "100/s");
        for (var i = 0; i < 10; i++)
        {
            recording.Add("jdk.FileRead", i, 5, ("path", "/data/a"));
        }

        using var file = TestRecording.Of(recording.Build());
        var summary = RecordingSummaryReader.Read(file.Path, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([("jdk.FileRead", "100/s")], summary.Throttled);
        Assert.Contains("At most 100/s were recorded of each kind", summary.Findings!.Findings.Single(finding => finding.Rule == "file-latency").Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("threshold", "20 ms", "1 ms", true)]
    [InlineData("threshold", "20 ms", "20000000 ns", false)]
    [InlineData("threshold", "0 ms", null, false)]
    [InlineData("throttle", "off", "100/s", true)]
    [InlineData("throttle", null, "100/s", true)]
    [InlineData("throttle", null, "off", false)]
    [InlineData("throttle", "100/s", "6000/m", false)]
    [InlineData("throttle", "100/s", "100/s", false)]
    public void Figures_of_different_settings_are_not_compared(string setting, string? before, string? after, bool isDifferent)
    {
        using var first = TestRecording.Of(Reads(setting, before, 0.03));
        using var second = TestRecording.Of(Reads(setting, after, 0.002));

        var change = Assert.Single(RecordingComparer.Compare([first.Path], [second.Path], cancellationToken: TestContext.Current.CancellationToken).Measures, change => change.Measure == Measure.FileAccess);

        Assert.Equal(isDifferent ? Verdict.Unknown : Verdict.Better, change.Verdict);
        Assert.Equal(isDifferent ? new SettingDifference("jdk.FileRead", setting, before ?? "off", after ?? "off") : null, change.Settings);
        Assert.Equal(isDifferent, change.P is null);
    }

    [Theory]
    [InlineData("false", "20 ms", "true", "20 ms", true)]
    [InlineData("true", "20 ms", "true", "20 ms", false)]
    [InlineData("false", "0 ns", "false", "20 ms", false)]
    public void What_one_side_alone_recorded_is_not_compared_and_what_neither_did_makes_no_difference(string enabledBefore, string before, string enabledAfter, string after, bool isDifferent)
    {
        using var first = TestRecording.Of(Reads("threshold", "20 ms", 0.03, recording => recording.Setting("jdk.FileForce", "enabled", enabledBefore).Setting("jdk.FileForce", "threshold", before)));
        using var second = TestRecording.Of(Reads("threshold", "20 ms", 0.002, recording => recording.Setting("jdk.FileForce", "enabled", enabledAfter).Setting("jdk.FileForce", "threshold", after)));

        var change = Assert.Single(RecordingComparer.Compare([first.Path], [second.Path], cancellationToken: TestContext.Current.CancellationToken).Measures, change => change.Measure == Measure.FileAccess);

        Assert.Equal(isDifferent ? new SettingDifference("jdk.FileForce", "enabled", enabledBefore, enabledAfter) : null, change.Settings);
    }

    private static byte[] Reads(string setting, string? value, double seconds, Action<RecordingBuilder>? more = null)
    {
        var recording = new RecordingBuilder().Setting("jdk.FileRead", "enabled", "true").Setting("jdk.FileWrite", "threshold", "20 ms");
        if (value is not null)
        {
            recording.Setting("jdk.FileRead", setting, value);
        }

        more?.Invoke(recording);
        for (var i = 0; i < 60; i++)
        {
            recording.Add("jdk.FileRead", i, seconds + (i % 3 * 0.0001));
        }

        return recording.Build();
    }

    private static ActiveSettings Read(RecordingBuilder recording)
    {
        using var file = TestRecording.Of(recording.Build());
        var settings = new ActiveSettings();
        EventReader.Read(file.Path, [settings], cancellationToken: TestContext.Current.CancellationToken);
        return settings;
    }
}
