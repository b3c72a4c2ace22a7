using JvmDebug.Diagnostics.Jcmd;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Jcmd;

// Every sample is what JFR.check printed; the JDK is named beside it.
public class RecordingsOutputTests
{
    [Theory]
    [InlineData("Recording 2: name=theirs maxsize=250.0MB (running)\n", 2, "theirs", "running", null, 262144000L, null)] // 17.0.15
    [InlineData("Recording 3: name=jvmdebug-long maxsize=10.0MB maxage=1h (delayed)\r\n", 3, "jvmdebug-long", "delayed", null, 10485760L, 3600d)] // 25.0.3
    [InlineData("Recording 1: name=jvmdebug-x duration=5s maxsize=250.0MB maxage=100s (running)\n", 1, "jvmdebug-x", "running", 5d, 262144000L, 100d)] // 17.0.15
    [InlineData("Recording 1: name=my rec maxsize=1.5GB (stopped)\n", 1, "my rec", "stopped", null, 1610612736L, null)] // 25.0.3
    [InlineData("Recording: recording=4 name=\"a b\" duration=1m 30s (running)\n", 4, "a b", "running", 90d, null, null)] // the form of Oracle's JDK 8
    public void A_recording_is_read_whatever_the_JDK_says_of_it(string check, int id, string name, string state, double? duration, long? maxSize, double? maxAge)
    {
        var recording = Assert.Single(JcmdOutput.Recordings(check));

        Assert.Equal((id, name, state, maxSize), (recording.Id, recording.Name, recording.State, recording.MaxSize));
        Assert.Equal((duration, maxAge), (recording.Duration?.TotalSeconds, recording.MaxAge?.TotalSeconds));
    }

    [Fact]
    public void All_of_several_are_read_and_the_advice_between_them_is_not() =>
        Assert.Equal(["theirs", "jvmdebug-two"], JcmdOutput.Recordings("Recording 2: name=theirs (running)\n\nRecording 3: name=jvmdebug-two duration=4s (running)\n").Select(recording => recording.Name));

    [Fact]
    public void A_JVM_without_recordings_has_none() =>
        Assert.Empty(JcmdOutput.Recordings("No available recordings.\n\nUse jcmd 3395 JFR.start to start a recording.\n"));

    [Theory]
    [InlineData("Stopped recording \"jvmdebug-x\".\n", true)]
    [InlineData("Stopped recording \"jvmdebug-x\", 230.9 kB written to:\n\n/tmp/x.jfr\n", true)]
    [InlineData("Could not stop recording. Recording 9 not found.\n", false)]
    public void A_recording_counts_as_stopped_only_when_the_JVM_says_so(string output, bool stopped) =>
        Assert.Equal(stopped, JcmdOutput.StoppedRecording(output));
}
