using JvmDebug.Jfr.Stacks;
using Xunit;

namespace JvmDebug.Jfr.Tests.Stacks;

public sealed class StackProfileTests
{
    [Fact]
    public void Nodes_are_in_preorder_with_children_by_name()
    {
        var profile = SampleProfile.Of("cpu", StackUnit.Samples);
        var names = Enumerable.Range(1, profile.Tree.Count - 1).Select(node => $"{profile.Tree.Depths[node]} {profile.Frames[profile.Tree.Frames[node]].Name}");

        Assert.Equal(["1 [truncated]", "2 demo.Deep.er:5", "1 java.lang.Thread.run:10", "2 demo.Shop.serve:20", "3 demo.Shop.pay:30"], names);
        Assert.Equal([-1, 0, 1, 0, 3, 4], profile.Tree.Parents);
    }

    [Fact]
    public void A_stack_that_was_cut_off_begins_at_a_frame_that_says_so()
    {
        var profile = SampleProfile.Of("cpu", StackUnit.Samples);

        Assert.Equal((10, 4), (profile.Count, profile.TruncatedCount));
    }

    [Fact]
    public void Where_nothing_weighs_the_count_is_the_weight()
    {
        var builder = new StackProfileBuilder();
        builder.Add(new StackSample(builder.Node([], truncated: false), builder.Thread(ProfiledThread.None), 0, 3, 0));
        var profile = builder.Build(StackEvent.Find("jdk.ClassLoad")!, new StackFamily(StackUnit.Nanoseconds), SampleProfile.Axis);

        Assert.Equal((StackUnit.Samples, 3, 3), (profile.Unit, profile.Count, profile.Weight));
    }

    [Fact]
    public void Parts_of_a_recording_add_up_whatever_the_order_of_their_frames()
    {
        StackProfileBuilder a = new(), b = new(), all = new();
        a.Add(new StackSample(a.Node([Frame(a, "leaf"), Frame(a, "root")], truncated: false), a.Thread(ProfiledThread.None), 0, 1, 1));
        b.Frame(new StackFrame("", "other", FrameKind.Java));
        b.Add(new StackSample(b.Node([Frame(b, "leaf"), Frame(b, "root")], truncated: false), b.Thread(ProfiledThread.None), 0, 5, 5));
        all.Merge(a, asBase: false);
        all.Merge(b, asBase: false);
        all.Merge(b, asBase: true);
        var profile = all.Build(StackEvent.Find("cpu")!, new StackFamily(StackUnit.Samples), SampleProfile.Axis);

        Assert.Equal(6, Assert.Single(profile.Samples).Count);
        Assert.Equal(profile.Samples[0].Node, Assert.Single(profile.Base).Node);

        static int Frame(StackProfileBuilder builder, string name) => builder.Frame(new StackFrame("", name, FrameKind.Java));
    }

    [Theory]
    [InlineData("http-nio-8080-exec-12", "http-nio-8080-exec-*")]
    [InlineData("C2 CompilerThread0", "C2 CompilerThread*")]
    [InlineData("main", "main")]
    [InlineData("42", "42")]
    public void A_pool_is_the_name_without_the_number(string thread, string pool) => Assert.Equal(pool, ProfiledThread.PoolOf(thread));

    [Fact]
    public void Virtual_threads_without_a_name_are_one()
    {
        Assert.Equal(ProfiledThread.Of("", 5, isVirtual: true), ProfiledThread.Of(null, 6, isVirtual: true));
        Assert.NotEqual(ProfiledThread.Of("", 5, isVirtual: false), ProfiledThread.Of("", 6, isVirtual: false));
    }

    [Theory]
    [InlineData(1_000_000_000, 10_000_000, 100)]
    [InlineData(20_000_000_000, 50_000_000, 400)]
    [InlineData(3_600_000_000_000, 10_000_000_000, 360)]
    [InlineData(0, 10_000_000, 1)]
    public void Time_is_cut_into_at_most_400_buckets_of_a_round_width(long span, long width, int buckets)
    {
        var axis = TimeAxis.Over(1000, 1000 + span);

        Assert.Equal((width, buckets), (axis.BucketNanos, axis.Buckets));
        Assert.Equal((0, axis.Buckets - 1), (axis.BucketOf(0), axis.BucketOf(long.MaxValue)));
    }

    [Theory]
    [InlineData("[B", "byte[]")]
    [InlineData("[[Ljava.lang.String;", "java.lang.String[][]")]
    [InlineData("java.lang.String", "java.lang.String")]
    public void Arrays_are_written_as_in_Java(string name, string expected) => Assert.Equal(expected, JavaTypeName.Of(name));

    [Fact]
    public void Each_event_has_a_name_of_its_own_and_an_event_type_is_an_event()
    {
        Assert.Equal(StackEvent.Known.Count, StackEvent.Known.DistinctBy(known => known.Name).Count());
        Assert.All(StackEvent.Known, known => Assert.Same(known, StackEvent.Find(known.Name)));
        Assert.Equal("jdk.ClassLoad", StackEvent.Find("jdk.ClassLoad")?.Families[0].Sources[0].EventType);
        Assert.Null(StackEvent.Find("cpux"));
    }
}
