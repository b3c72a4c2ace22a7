using JvmDebug.Diagnostics.Triggers;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Triggers;

public sealed class TriggerConditionTests
{
    [Theory]
    [InlineData("heap > 80%", TriggerMetric.Heap, 80, 0, "heap > 80%")]
    [InlineData("  HEAP>82.5 % ", TriggerMetric.Heap, 82.5, 0, "heap > 82.5%")]
    [InlineData("cpu > 90% for 2m", TriggerMetric.Cpu, 90, 120, "cpu > 90% for 120s")]
    [InlineData("cpu > 250%", TriggerMetric.Cpu, 250, 0, "cpu > 250%")]
    [InlineData("restarts > 0", TriggerMetric.Restarts, 0, 0, "restarts > 0")]
    [InlineData("oomkilled", TriggerMetric.OomKilled, 0, 0, "oomkilled")]
    public void A_condition_is_read_and_written_so_that_it_reads_the_same_again(string text, TriggerMetric metric, double threshold, int seconds, string written)
    {
        var condition = TriggerCondition.TryParse(text, out var error);

        Assert.Null(error);
        Assert.Equal(new TriggerCondition(metric, threshold, TimeSpan.FromSeconds(seconds)), condition);
        Assert.Equal(written, condition!.ToString());
        Assert.Equal(condition, TriggerCondition.TryParse(written, out _));
    }

    [Theory]
    [InlineData("", "is not a condition")]
    [InlineData("disk > 80%", "is not a condition")]
    [InlineData("heap < 80%", "is not a condition")]
    [InlineData("heap > 80% for ever", "is not a condition")]
    [InlineData("heap", "needs a threshold")]
    [InlineData("cpu > 90", "'cpu > 90%'")]
    [InlineData("heap > 100%", "never more than 100%")]
    [InlineData("cpu > 99999%", "more than any JVM uses")]
    [InlineData("restarts > 1.5", "whole number")]
    [InlineData("restarts > 1%", "whole number")]
    [InlineData("restarts > 1 for 2m", "takes no 'for'")]
    [InlineData("oomkilled > 1", "stands alone")]
    public void What_is_no_condition_is_refused_with_its_reason(string text, string reason)
    {
        Assert.Null(TriggerCondition.TryParse(text, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
