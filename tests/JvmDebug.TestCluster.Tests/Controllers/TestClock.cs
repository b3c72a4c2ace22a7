namespace JvmDebug.TestCluster.Tests.Controllers;

/// <summary>The system's clock, put forward.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddTicks(Interlocked.Read(ref _ahead));
}
