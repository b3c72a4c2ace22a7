namespace JvmDebug.Storage;

/// <summary>How much of what a sink holds is kept; without limits, all of it.</summary>
/// <param name="KeepLast">The newest so many.</param>
/// <param name="KeepFor">Those that are younger.</param>
public sealed record Retention(int? KeepLast, TimeSpan? KeepFor)
{
    /// <summary>
    /// Which of <paramref name="runs"/> are no longer kept; both limits must allow one to stay. The newest always stays:
    /// a schedule that stopped working must not end with an empty sink.
    /// </summary>
    public IEnumerable<T> Expired<T>(IEnumerable<T> runs, Func<T, DateTimeOffset> time, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.OrderByDescending(time).Skip(1)
            .Where((run, index) => index + 1 >= (KeepLast ?? int.MaxValue) || now - time(run) > (KeepFor ?? TimeSpan.MaxValue));
    }
}
