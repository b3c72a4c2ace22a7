namespace JvmDebug.TestCluster.Api;

/// <summary>The machine's clock, put forward by what a test does not want to wait for.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ahead;

    public void Move(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
