using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public class ExecAheadTests
{
    private static readonly ContainerRef Container = new("shop", "cart-0", "jvmdebug-x");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30000)]
    public async Task A_computer_that_slept_through_the_delay_does_not_wait_for_its_rest()
    {
        var pod = new FakeDebugContainer();
        await using var ahead = new ExecAhead(TimeSpan.FromHours(1), token => pod.StartAsync(Container, [], token));

        Assert.Null(await ahead.TakeAsync(Token));

        Assert.Empty(pod.Asked);
    }

    [Fact(Timeout = 30000)]
    public async Task Whoever_is_interrupted_does_not_wait_for_an_exec_that_is_being_opened()
    {
        await using var ahead = new ExecAhead(TimeSpan.Zero, async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        using var interrupted = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ahead.TakeAsync(interrupted.Token));
    }
}
