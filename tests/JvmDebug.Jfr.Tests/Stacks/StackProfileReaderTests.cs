using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;
using Xunit;

namespace JvmDebug.Jfr.Tests.Stacks;

public sealed class StackProfileReaderTests
{
    [Theory]
    [InlineData("jdk17")]
    [InlineData("jdk25")]
    public void Every_sample_of_a_recording_is_in_its_profile(string name)
    {
        using var recording = TestRecording.Of(name);
        var expected = TestRecording.Expected(name).ToDictionary(count => count.EventType, count => count.Count);
        var reading = StackProfileReader.Read(new StackRequest([recording.Path], StackEvent.Known), cancellationToken: TestContext.Current.CancellationToken);

        var cpu = Assert.Single(reading.Profiles, profile => profile.Event.Name == "cpu");
        Assert.Equal(expected["jdk.ExecutionSample"], cpu.Count);
        Assert.Contains(cpu.Frames, frame => frame.Name == "demo.Primes.isPrime");
        Assert.Contains(cpu.Threads, thread => thread.Name == "main");
        var sleep = Assert.Single(reading.Profiles, profile => profile.Event.Name == "sleep");
        Assert.Equal((expected["jdk.ThreadSleep"], StackUnit.Nanoseconds), (sleep.Count, sleep.Unit));
        Assert.InRange(sleep.Weight, 1_000_000_000, 60_000_000_000);
        Assert.DoesNotContain(reading.Profiles, profile => profile.Event.Name == "wall");
        Assert.Contains(reading.Available, found => found.Event.Name == "cpu" && found.Count == cpu.Count);
    }

    [Fact]
    public void The_hot_method_has_the_share_that_a_walk_over_every_event_gives_it()
    {
        using var recording = TestRecording.Of("jdk17");
        using var file = RecordingFile.Open(recording.Path);
        var onTop = file.ReadEvents(type => type.Name == "jdk.ExecutionSample").CountBy(sample => sample.StackTrace?.Frames[0].Method?.FullName ?? "").ToDictionary();
        var cpu = StackProfileReader.Read(new StackRequest([recording.Path], [StackEvent.Find("cpu")!]), cancellationToken: TestContext.Current.CancellationToken).Profiles[0];

        var self = cpu.Samples.GroupBy(sample => cpu.Frames[cpu.Tree.Frames[sample.Node]].Name).ToDictionary(top => top.Key, top => top.Sum(sample => sample.Count));
        Assert.Equal(onTop.ToDictionary(top => top.Key, top => (long)top.Value), self);
    }

    [Fact]
    public void Lines_are_told_apart_when_asked_for()
    {
        using var recording = TestRecording.Of("jdk17");
        StackProfile Read(bool lines) => StackProfileReader.Read(
            new StackRequest([recording.Path], [StackEvent.Find("cpu")!]) { Lines = lines }, cancellationToken: TestContext.Current.CancellationToken).Profiles[0];

        Assert.All(Read(lines: false).Frames, frame => Assert.Equal(0, frame.Line));
        Assert.Contains(Read(lines: true).Frames, frame => frame is { Method: "isPrime", Line: > 0 });
    }

    [Fact]
    public void Several_recordings_add_up_and_a_base_stays_apart()
    {
        using var a = TestRecording.Of("jdk17");
        using var b = TestRecording.Of("jdk25");
        StackProfile Read(string[] files, params string[] compared) => StackProfileReader.Read(
            new StackRequest(files, [StackEvent.Find("cpu")!]) { Base = compared }, cancellationToken: TestContext.Current.CancellationToken).Profiles[0];

        var (one, other, both, compared) = (Read([a.Path]), Read([b.Path]), Read([a.Path, b.Path]), Read([a.Path], b.Path));
        Assert.Equal(one.Count + other.Count, both.Count);
        Assert.Equal((one.Count, other.Count), (compared.Count, compared.Base.Sum(sample => sample.Count)));
    }

    [Fact]
    public void Samples_lie_in_the_time_of_the_recording()
    {
        using var recording = TestRecording.Of("jdk25");
        TimelineReport? timeline = null;
        var reading = StackProfileReader.Read(
            new StackRequest([recording.Path], [StackEvent.Find("cpu")!]) { Others = axis => [timeline = new TimelineReport(axis)] }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(reading.Axis.EndNanos - reading.Axis.StartNanos, 3_000_000_000, 8_000_000_000);
        Assert.True(reading.Profiles[0].Samples.Select(sample => sample.Bucket).Distinct().Count() > 20);
        Assert.Same(reading.Axis, timeline!.Build().Axis);
    }
}
