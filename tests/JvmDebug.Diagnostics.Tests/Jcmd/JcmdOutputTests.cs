using JvmDebug.Diagnostics.Jcmd;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Jcmd;

// Every sample is what the tool printed, JDK and tool named beside it.
public class JcmdOutputTests
{
    [Theory]
    [InlineData("1:\nStarted recording 1. The result will be written to:\n\n/tmp/x.jfr\n", 1)] // jcmd 17.0.15 -> JVM 17.0.15
    [InlineData("Connected to remote JVM\nJVM response code = 0\nStarted recording 12. No limit specified, using maxsize=250MB as default.\n", 12)] // jattach 2.1 -> 21
    [InlineData("1:\nCould not start recording, not able to read settings.\n", null)]
    public void A_recording_counts_as_started_only_when_the_JVM_says_so(string output, int? expected) =>
        Assert.Equal(expected, JcmdOutput.StartedRecording(output));

    [Theory]
    [InlineData("6878:\nOpenJDK 64-Bit Server VM version 17.0.15+6\nJDK 17.0.15\n", "OpenJDK 64-Bit Server VM version 17.0.15+6\nJDK 17.0.15\n")]
    [InlineData("Connected to remote JVM\nJVM response code = 0\nJDK 17.0.15\n", "JDK 17.0.15\n")]
    [InlineData("Connected to remote JVM\nResponse code = -1\nno\n", "no\n")]
    [InlineData("Thread 12:\n13:\n", "Thread 12:\n13:\n")]
    public void What_the_tools_add_is_taken_off_and_nothing_else(string output, string expected) =>
        Assert.Equal(expected, JcmdOutput.WithoutToolLines(output));

    [Theory]
    [InlineData("1:\njava.lang.IllegalArgumentException: Unknown diagnostic command\n", "Unknown diagnostic command")]
    [InlineData("1:\ncom.sun.tools.attach.AttachOperationFailedException: Could not open file\n\tat jdk.attach/sun.tools.attach.X.execute(X.java:1)\n", "Could not open file")]
    [InlineData("", "(it said nothing)")]
    public void A_complaint_is_the_sentence_without_exception_name_and_stack(string output, string expected) =>
        Assert.Equal(expected, JcmdOutput.Complaint(output));

    [Theory]
    [InlineData("1:\njava.lang.IllegalArgumentException: Unknown diagnostic command\n", true)]
    [InlineData("1:\nFlight Recorder has been disabled with -XX:-FlightRecorder\n", true)]
    [InlineData("1:\nCould not start recording, not able to read settings.\n", false)]
    public void A_missing_flight_recorder_is_told_from_a_refused_setting(string output, bool lacks) =>
        Assert.Equal(lacks, JcmdOutput.LacksFlightRecorder(output));
}
