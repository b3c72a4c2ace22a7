using JvmDebug.Diagnostics.Schedules;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Schedules;

public sealed class RunContextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("jvmdebug-nightly-29538720", "2", "20260301T000000Z", 2)]
    [InlineData("jvmdebug-nightly-1772323200", null, "20260301T000000Z", 0)]
    [InlineData("nightly-by-hand", null, "20260301T120000Z", 0)]
    [InlineData(null, null, "20260301T120000Z", 0)]
    public void All_workers_of_a_run_name_it_after_the_time_in_the_Job_s_name(string? job, string? index, string id, int worker) => Assert.Equal(
        new RunContext(id, worker),
        RunContext.FromEnvironment(name => name switch { RunContext.JobVariable => job, "JOB_COMPLETION_INDEX" => index, _ => null }, Now));

    [Fact]
    public void Every_pod_is_one_worker_s_and_the_split_is_even()
    {
        var shares = Enumerable.Range(0, 3000).GroupBy(number => Shard.Of($"cart-7d9f-{number:x5}", 5)).ToDictionary(share => share.Key, share => share.Count());

        Assert.Equal([0, 1, 2, 3, 4], shares.Keys.Order());
        Assert.All(shares.Values, count => Assert.InRange(count, 450, 750));
    }

    // A worker of another version must agree: these never change.
    [Theory]
    [InlineData("cart-0", 7)]
    [InlineData("cart-1", 7)]
    public void The_split_is_FNV_1a(string pod, int workers)
    {
        var hash = pod.Aggregate(14695981039346656037UL, (sum, letter) => unchecked((sum ^ letter) * 1099511628211UL));
        Assert.Equal((int)(hash % (ulong)workers), Shard.Of(pod, workers));
    }

    [Theory]
    [InlineData("0 * * * *", null)]
    [InlineData("@hourly", null)]
    [InlineData("61 * * * *", "Value must be a number between 0 and 59")]
    [InlineData("0 0 31 2 *", "never comes due")]
    [InlineData("TZ=UTC 0 * * * *", "--time-zone")]
    [InlineData("", "empty")]
    public void A_cron_expression_is_taken_or_refused_with_its_reason(string cron, string? reason)
    {
        var why = CronSchedule.WhyNot(cron);

        if (reason is null)
        {
            Assert.Null(why);
        }
        else
        {
            Assert.Contains(reason, why, StringComparison.Ordinal);
        }
    }
}
