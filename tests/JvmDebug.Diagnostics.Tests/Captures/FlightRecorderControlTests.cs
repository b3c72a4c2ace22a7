using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class FlightRecorderControlTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-control-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task A_recording_that_cannot_be_stopped_is_a_failure_that_says_where_its_copy_is()
    {
        var pod = new FakeDebugContainer()
            .Answers("bring_recording", arguments => SentRecording.As(arguments[3], SentRecording.Read()))
            .Answers("discard_recording", _ => Answer.Lines("error no-answer 7"));
        var output = Path.Combine(_directory, "theirs.jfr");

        var failure = await Assert.ThrowsAsync<JvmException>(() => StopAsync(pod, output));

        Assert.StartsWith("The recording 'theirs' could not be stopped and may run on: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith($"What it had recorded is in {output}.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(SentRecording.Read(), await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
    }

    private static Task<JfrCaptureResult> StopAsync(FakeDebugContainer pod, string output)
    {
        var debugger = new ContainerRef("shop", "cart-0", "jvmdebug-x");
        var request = new JfrBringRequest { Target = new DebugTarget(), Way = BringWay.Stop, Name = "theirs", Output = output };
        var progress = new Told([]);
        var control = new FlightRecorderControl(new DebugSessionFactory(() => throw new InvalidOperationException(), progress, new DebugDefaults()), progress);
        var theirs = new ListedRecording("theirs", 3, RecordingState.Running, null, null, null, null, null, null);
        var jvm = new JvmProcess(7, 7, 1000, 1000, "17.0.12", "demo.Busy", "java demo.Busy", null);
        return control.BringAsync(new DebugSession(pod, debugger, debugger with { Container = "app" }, null, request.Target), jvm, theirs, request, TestContext.Current.CancellationToken);
    }
}
