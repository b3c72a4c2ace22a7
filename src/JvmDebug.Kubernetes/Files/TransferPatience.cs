namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// When a transfer is given up. <paramref name="Silence"/>: how long no byte may come. <paramref name="Pause"/>: before the
/// first new attempt, doubled for each that brought nothing. <paramref name="Attempts"/>: that many without one byte.
/// </summary>
internal sealed record TransferPatience(TimeSpan Silence, TimeSpan Pause, int Attempts)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Half a minute of attempts: an API server that restarts, or a laptop that changes its network.
    public static TransferPatience Default { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(0.2), 10);

    public TimeSpan PauseBefore(int attempt)
    {
        var pause = Pause * Math.Pow(2, attempt - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}
