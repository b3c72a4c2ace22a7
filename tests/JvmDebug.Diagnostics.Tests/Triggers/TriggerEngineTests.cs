using JvmDebug.Diagnostics.Triggers;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Triggers;

public sealed class TriggerEngineTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly MovableClock _clock = new();

    [Fact]
    public void It_fires_at_the_look_that_sees_the_condition()
    {
        var engine = Engine("heap > 80%");

        Assert.Equal([], Fired(engine, ("cart", 79.9)));
        Assert.Equal(["cart"], Fired(engine, ("cart", 80.1)));
    }

    [Fact]
    public void For_a_time_means_without_interruption()
    {
        var engine = Engine("cpu > 90% for 30s");

        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", 10)));
        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal(["cart"], Fired(engine, ("cart", 95)));
    }

    [Fact]
    public void One_look_that_saw_nothing_does_not_interrupt()
    {
        var engine = Engine("cpu > 90% for 20s");

        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", null)));
        Assert.Equal(["cart"], Fired(engine, ("cart", 95)));
    }

    [Fact]
    public void A_look_that_saw_nothing_fires_nothing()
    {
        var engine = Engine("cpu > 90% for 10s");

        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", null)));
    }

    [Fact]
    public void A_container_that_did_not_run_at_one_look_begins_anew()
    {
        var engine = Engine("cpu > 90% for 20s");

        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Empty(engine.Decide([new Observation("cart", "cart", null, CanBeEntered: false)]));
        _clock.Move(Interval);
        Assert.Equal([], Fired(engine, ("cart", 95)));
    }

    [Fact]
    public void Two_looks_in_a_row_that_saw_nothing_interrupt()
    {
        var engine = Engine("cpu > 90% for 20s");

        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", null)));
        Assert.Equal([], Fired(engine, ("cart", null)));
        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal([], Fired(engine, ("cart", 95)));
        Assert.Equal(["cart"], Fired(engine, ("cart", 95)));
    }

    [Fact]
    public void A_pod_is_left_alone_while_it_cools_down()
    {
        var engine = Engine("heap > 80%", new TriggerLimits(100, TimeSpan.FromHours(1), TimeSpan.FromSeconds(30)));

        Assert.Equal(["cart"], Fired(engine, ("cart", 90)));
        Assert.Equal([], Fired(engine, ("cart", 90)));
        Assert.Equal([], Fired(engine, ("cart", 90)));
        Assert.Equal(1, engine.Throttled);
        Assert.Equal(["cart"], Fired(engine, ("cart", 90)));
    }

    [Fact]
    public void All_pods_together_get_so_many_captures_in_a_window_and_the_fullest_come_first()
    {
        var engine = Engine("heap > 80%", new TriggerLimits(2, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(1)));

        Assert.Equal(["c", "b"], Fired(engine, ("a", 85), ("b", 90), ("c", 95)));
        Assert.Equal([], Fired(engine, ("a", 85), ("b", 10), ("c", 10)));
        Assert.Equal([], Fired(engine, ("a", 85), ("b", 10), ("c", 10)));
        Assert.Equal(["a"], Fired(engine, ("a", 85), ("b", 10), ("c", 10)));
    }

    [Fact]
    public void In_no_window_whatever_its_place_are_more_captures_than_the_limit()
    {
        var limits = new TriggerLimits(3, TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(10));
        var engine = Engine("heap > 80%", limits);
        var random = new Random(6);
        var times = new List<DateTimeOffset>();
        for (var look = 0; look < 2000; look++)
        {
            var fired = Fired(engine, ("a", random.Next(70, 100)), ("b", random.Next(70, 100)), ("c", random.Next(70, 100)));
            times.AddRange(fired.Select(_ => _clock.GetUtcNow()));
        }

        Assert.All(times, begin => Assert.InRange(times.Count(time => time >= begin && time < begin + limits.ActionCountSlidingWindowDuration), 1, 3));
        Assert.InRange(times.Count, 500, 900);
    }

    [Fact]
    public void Restarts_from_before_the_watch_are_no_news_and_each_new_one_is_news_once()
    {
        var engine = Engine("restarts > 0", new TriggerLimits(100, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1)));

        Assert.Equal([], Fired(engine, ("old", 7)));
        Assert.Equal(["old"], Fired(engine, ("old", 8)));
        Assert.Equal([], Fired(engine, ("old", 8)));
        Assert.Equal(["old"], Fired(engine, ("old", 9)));
        Assert.Equal(["new"], Fired(engine, ("old", 9), ("new", 1)));
    }

    [Fact]
    public void A_container_that_is_not_up_yet_is_captured_when_it_is()
    {
        var engine = Engine("oomkilled");

        Assert.Equal([], Fired(engine, ("cart", 0)));
        Assert.Equal([], engine.Decide([new Observation("cart", "cart", 1, CanBeEntered: false)]));
        Assert.Equal(["cart"], Fired(engine, ("cart", 1)));
        Assert.Equal([], Fired(engine, ("cart", 1)));
    }

    [Fact]
    public void Another_pod_of_the_same_name_begins_anew()
    {
        var engine = Engine("heap > 80%");

        Assert.Single(engine.Decide([new Observation("cart-0", "first", 90, true)]));
        _clock.Move(Interval);
        Assert.Single(engine.Decide([new Observation("cart-0", "second", 90, true)]));
    }

    private TriggerEngine Engine(string condition, TriggerLimits? limits = null) =>
        new(new TriggerRule(TriggerCondition.TryParse(condition, out _)!, Interval, limits ?? TriggerLimits.Default), _clock);

    // One look an interval.
    private IReadOnlyList<string> Fired(TriggerEngine engine, params (string Pod, double? Value)[] look)
    {
        var fired = engine.Decide([.. look.Select(seen => new Observation(seen.Pod, seen.Pod, seen.Value, true, IsUnanswered: seen.Value is null))]);
        _clock.Move(Interval);
        return [.. fired.Select(seen => seen.Pod)];
    }
}
