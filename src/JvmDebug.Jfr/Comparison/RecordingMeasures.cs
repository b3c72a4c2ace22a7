using JvmDebug.Jfr.Reports;

namespace JvmDebug.Jfr.Comparison;

/// <summary>The figures of one recording, by stretches of equal time.</summary>
/// <param name="Methods">As of <see cref="MeasureConsumer"/>.</param>
internal sealed record RecordingMeasures(string File, IReadOnlyDictionary<Measure, double?[]> Values, IReadOnlyList<IReadOnlyDictionary<string, long[]>> Methods, IReadOnlyList<Loss> Losses)
{
    // Enough for a test, and long enough each that what happens in one says little of the next.
    private const int MostStretches = 20;
    private const double ShortestSeconds = 1;

    public ActiveSettings Settings { get; init; } = new();

    /// <summary>Mean over time; null if it was not recorded.</summary>
    public double? Mean(Measure measure) => Values[measure].OfType<double>().ToList() is { Count: > 0 } known && double.IsFinite(known.Average()) ? known.Average() : null;

    /// <summary>Share of the samples of each stretch that has any.</summary>
    public IEnumerable<double> Shares(int family, string method)
    {
        var own = Methods[family].GetValueOrDefault(method);
        var totals = Totals(family);
        return Enumerable.Range(0, totals.Length).Where(i => totals[i] > 0).Select(i => (double)(own?[i] ?? 0) / totals[i]);
    }

    public long Samples(int family, string method) => Methods[family].GetValueOrDefault(method)?.Sum() ?? 0;

    public static RecordingMeasures Read(string path, RecordingOptions? options, CancellationToken cancellationToken)
    {
        long start = long.MaxValue, end = long.MinValue;
        using (var file = RecordingFile.Open(path, options))
        {
            foreach (var chunk in file.Chunks)
            {
                start = Math.Min(start, chunk.StartNanos);
                end = Math.Max(end, chunk.StartNanos + chunk.DurationNanos);
            }
        }

        var seconds = Math.Max((end - start) / 1e9, 1e-3);
        var stretches = Math.Clamp((int)(seconds / ShortestSeconds), 1, MostStretches);
        var consumer = new MeasureConsumer(start, Math.Max(1, (end - start) / stretches), stretches);
        var settings = new ActiveSettings();
        var result = EventReader.Read(path, [consumer, settings], options, cancellationToken: cancellationToken);
        return new RecordingMeasures(path, consumer.Values(seconds / stretches), consumer.Methods, result.Losses) { Settings = settings };
    }

    private long[] Totals(int family)
    {
        var totals = new long[Values[Measure.Cpu].Length];
        foreach (var counts in Methods[family].Values)
        {
            for (var i = 0; i < totals.Length; i++)
            {
                totals[i] += counts[i];
            }
        }

        return totals;
    }
}
