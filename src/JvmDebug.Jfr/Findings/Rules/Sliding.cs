using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>The worst window of a series. A problem of one minute drowns in the average of an hour.</summary>
internal static class Sliding
{
    /// <summary>The window with the highest mean of a sampled value; null without samples for a whole window, or for all there is if that is shorter.</summary>
    public static (double Value, long StartNanos, long EndNanos)? Highest(IReadOnlyList<EventEntry> samples, TimeSpan window, Func<EventEntry, double> value)
    {
        (double Value, long StartNanos, long EndNanos)? worst = null;
        double sum = 0;
        var first = 0;
        for (var last = 0; last < samples.Count; last++)
        {
            sum += value(samples[last]);
            while (samples[last].StartNanos - samples[first].StartNanos > window.TotalNanoseconds)
            {
                sum -= value(samples[first++]);
            }

            var mean = sum / (last - first + 1);
            var isWhole = samples[last].StartNanos - samples[0].StartNanos >= 0.9 * window.TotalNanoseconds || last == samples.Count - 1;
            if (isWhole && last > first && !(mean <= worst?.Value))
            {
                worst = (mean, samples[first].StartNanos, samples[last].StartNanos);
            }
        }

        return worst;
    }

    /// <summary>The window in which durations take the largest share of time; of the whole recording if that is shorter.</summary>
    public static (double Share, long StartNanos)? MostBusy(IReadOnlyList<EventEntry> events, TimeSpan window, double recordingSeconds)
    {
        (double Share, long StartNanos)? worst = null;
        var length = Math.Min(window.TotalSeconds, recordingSeconds) * 1e9;
        double sum = 0;
        var first = 0;
        for (var last = 0; last < events.Count; last++)
        {
            sum += events[last].DurationNanos;
            while (events[last].StartNanos - events[first].StartNanos > length)
            {
                sum -= events[first++].DurationNanos;
            }

            if (!(sum / length <= worst?.Share))
            {
                worst = (sum / length, events[first].StartNanos);
            }
        }

        return worst;
    }
}
