using JvmDebug.Jfr.Comparison;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests.Comparison;

public class RecordingComparerTests
{
    private static readonly double[] Wobble = [0.3, -0.2, 0.1, -0.4, 0.5, -0.1, 0.2, -0.3, 0.4, -0.5];

    [Fact]
    public void A_real_recording_compared_with_itself_has_no_change()
    {
        using var recording = TestRecording.Of("jdk25-g1");

        var diff = RecordingComparer.Compare([recording.Path], [recording.Path], cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(diff.IsRegression);
        Assert.All(diff.Measures, change => Assert.True(change.Verdict is Verdict.Noise or Verdict.Unknown));
        Assert.All(diff.Methods, change => Assert.True(change.Verdict is Verdict.Noise or Verdict.Unknown));
        Assert.Contains(diff.Measures, change => change.Measure == Measure.Allocation && change.Base > 1e6);
        Assert.Contains(diff.Methods, change => change.Method == "demo.Various.hot");
    }

    [Fact]
    public void Allocation_that_doubled_is_worse_and_allocation_that_wobbles_is_noise()
    {
        var (before, same, twice) = (One("a", 100, 10), One("b", 100.1, 10), One("c", 200, 10));

        Assert.Equal(Verdict.Noise, Of(RecordingComparer.Compare([before], [same])).Verdict);
        Assert.Equal(Verdict.Worse, Of(RecordingComparer.Compare([before], [twice])).Verdict);
        Assert.Equal(Verdict.Better, Of(RecordingComparer.Compare([twice], [before])).Verdict);
        Assert.True(RecordingComparer.Compare([before], [twice]).IsRegression);
    }

    [Fact]
    public void What_is_significant_and_tiny_is_noise() =>
        Assert.Equal(Verdict.Noise, Of(RecordingComparer.Compare([One("a", 100, 10)], [One("b", 103, 10)])).Verdict);

    [Fact]
    public void A_method_that_takes_more_of_the_samples_is_named_before_those_that_do_not()
    {
        var diff = RecordingComparer.Compare([One("a", 1, 10)], [One("b", 1, 30)]);

        var hot = diff.Methods.Single(change => change.Method == "demo.Hot.run");
        Assert.Equal((Verdict.Worse, 0.1, 0.3), (hot.Verdict, Math.Round(hot.Base, 2), Math.Round(hot.Current, 2)));
        Assert.Equal(("demo.Cold.stop", Verdict.Noise), (diff.Methods[^1].Method, diff.Methods[^1].Verdict));
        Assert.False(diff.IsRegression);
    }

    [Fact]
    public void Pods_that_differ_among_themselves_need_more_than_a_pod_over_time()
    {
        RecordingMeasures[] before = [One("a1", 80, 10), One("a2", 120, 10), One("a3", 100, 10)];
        RecordingMeasures[] after = [One("b1", 90, 10), One("b2", 130, 10), One("b3", 115, 10)];

        Assert.Equal(Verdict.Noise, Of(RecordingComparer.Compare(before, after)).Verdict);
    }

    [Fact]
    public void The_pod_that_is_unlike_the_others_is_named()
    {
        RecordingMeasures[] pods = [One("a", 100, 10), One("b", 101, 10), One("c", 99, 10), One("d", 300, 10)];

        var outlier = Assert.Single(RecordingComparer.Compare([One("base", 100, 10)], pods).Outliers);

        Assert.Equal(("d", false, Measure.Allocation), (outlier.File, outlier.IsBase, outlier.Measure));
    }

    [Fact]
    public void Methods_are_compared_by_samples_of_one_kind()
    {
        var old = One("old", 100, 30);
        var both = old with { File = "new", Methods = [new Dictionary<string, long[]> { ["demo.Other.run"] = [.. Wobble.Select(_ => 5L)] }, old.Methods[1]] };

        Assert.DoesNotContain(RecordingComparer.Compare([old], [both]).Methods, change => change.Method == "demo.Other.run" || change.Verdict is Verdict.Worse or Verdict.Better);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void One_value_that_is_no_number_changes_no_verdict(double value)
    {
        using var sound = TestRecording.Of(Load(0.1));
        using var odd = TestRecording.Of(Load(value));

        var change = Assert.Single(RecordingComparer.Compare([sound.Path], [odd.Path], cancellationToken: TestContext.Current.CancellationToken).Measures, change => change.Measure == Measure.Cpu);

        Assert.Equal((Verdict.Noise, 0.1), (change.Verdict, Math.Round(change.Current!.Value, 6)));
        Assert.InRange(change.P!.Value, RecordingComparer.Level, 1);
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e308)]
    public void Of_values_beyond_all_measure_nothing_can_be_told(double value)
    {
        var change = Of(RecordingComparer.Compare([One("a", 100, 10)], [With(One("b", 100, 10), [value, value, value, 1, 2])]));

        Assert.Equal((Verdict.Unknown, null), (change.Verdict, change.P));
        Assert.True(change.Current is not { } current || double.IsFinite(current));
    }

    private static RecordingMeasures With(RecordingMeasures recording, double?[] allocation) =>
        recording with { Values = new Dictionary<Measure, double?[]>(recording.Values) { [Measure.Allocation] = allocation } };

    private static byte[] Load(double seventh)
    {
        var recording = new RecordingBuilder();
        for (var i = 0; i < 60; i++)
        {
            recording.Add("jdk.CPULoad", i, 0, ("jvmUser", i == 7 ? seventh : 0.1), ("jvmSystem", 0.0));
        }

        return recording.Build();
    }

    private static MeasureChange Of(RecordingDiff diff) => diff.Measures.Single(change => change.Measure == Measure.Allocation);

    private static RecordingMeasures One(string file, double allocation, long hot)
    {
        var values = Enum.GetValues<Measure>().ToDictionary(measure => measure, _ => new double?[Wobble.Length]);
        values[Measure.Allocation] = [.. Wobble.Select(wobble => (double?)(allocation + wobble))];
        var methods = new Dictionary<string, long[]>
        {
            ["demo.Hot.run"] = [.. Wobble.Select((_, i) => hot + (i % 3) - 1)],
            ["demo.Cold.run"] = [.. Wobble.Select((_, i) => 60 - hot - (i % 3) + 1)],
            ["demo.Cold.stop"] = [.. Wobble.Select(_ => 40L)],
        };
        return new RecordingMeasures(file, values, [new Dictionary<string, long[]>(), methods], []);
    }
}
