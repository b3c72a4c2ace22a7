namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A delay that doubles at each failure up to five minutes: the kubelet's for pulls and for crashing containers.</summary>
internal sealed class BackOff(TimeSpan first)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(5);

    public TimeSpan Delay { get; private set; }

    public DateTimeOffset Until { get; private set; } = DateTimeOffset.MinValue;

    public bool IsActive(DateTimeOffset now) => now < Until;

    public void Fail(DateTimeOffset now)
    {
        Delay = Delay == TimeSpan.Zero ? first : Delay * 2 < _longest ? Delay * 2 : _longest;
        Until = now + Delay;
    }

    public void Reset() => Delay = TimeSpan.Zero;
}
