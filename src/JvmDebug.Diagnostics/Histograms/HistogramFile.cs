using System.Text.Json;
using JvmDebug.Diagnostics.Jcmd;

namespace JvmDebug.Diagnostics.Histograms;

/// <summary>A saved histogram: the JSON of <c>heap histogram -o json</c>, or what jcmd or jmap printed.</summary>
internal static class HistogramFile
{
    /// <summary>The last sample in it.</summary>
    /// <exception cref="JvmException">LocalFile: it cannot be read, or there is no histogram in it.</exception>
    public static async Task<HistogramSample> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            var sample = text.AsSpan().TrimStart() is ['{', ..] ? FromJson(text) : JcmdOutput.Histogram(text) is { } histogram ? new HistogramSample(null, histogram) : null;
            return sample ?? throw NoHistogram(path, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"The histogram {path} cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw NoHistogram(path, e);
        }
    }

    private static HistogramSample? FromJson(string text)
    {
        using var json = JsonDocument.Parse(text);
        var samples = json.RootElement.GetProperty("samples");
        if (samples.GetArrayLength() == 0)
        {
            return null;
        }

        var last = samples[samples.GetArrayLength() - 1];
        return new HistogramSample(last.GetProperty("time").GetDateTimeOffset(), new ClassHistogram([.. last.GetProperty("classes").EnumerateArray().Select(Class)]));
    }

    private static ClassCount Class(JsonElement row) => new(
        row.GetProperty("class").GetString() ?? "",
        row.GetProperty("module").GetString(),
        row.GetProperty("instances").GetInt64(),
        row.GetProperty("bytes").GetInt64());

    private static JvmException NoHistogram(string path, Exception? cause) => new(
        JvmFailure.LocalFile,
        $"There is no histogram in {path}: it is neither the JSON of 'heap histogram -o json' (of one pod) nor the output of GC.class_histogram.",
        cause);
}
