using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Schedules;

public sealed class CaptureNameTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{pod}-{container}-{time}", null, null, "cart-0-app-20260301T020000Z")]
    [InlineData("{schedule}_{trigger}_{pod}", null, "heap > 80%", "nightly_heap-80_cart-0")]
    [InlineData("{pod}.{trigger}", null, "cpu > 90% for 120s", "cart-0.cpu-90-for-120s")]
    [InlineData("{pod}", 17, null, "cart-0-17")]
    public void Tokens_become_what_they_stand_for(string template, int? pid, string? trigger, string name) =>
        Assert.Equal(name, new CaptureName(template).Of("nightly", new ContainerRef("shop", "cart-0", "app"), pid, Time, trigger));

    [Theory]
    [InlineData("{pod}-{node}", "a token that is none of {pod}")]
    [InlineData("{pod}/x", "characters other than")]
    [InlineData("{time}", "without {pod}")]
    [InlineData("{pod", "a token")]
    public void What_would_not_name_files_is_refused(string template, string reason) =>
        Assert.Contains(reason, CaptureName.WhyNot(template), StringComparison.Ordinal);

    [Fact]
    public void What_names_files_is_taken() => Assert.Null(CaptureName.WhyNot(CaptureName.Default.Template));
}
