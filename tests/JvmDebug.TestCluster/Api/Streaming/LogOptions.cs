using System.Globalization;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>The query of a log request (PodLogOptions), as far as it is served. Null means no limit.</summary>
internal sealed record LogOptions(string? Container, bool Follow, bool Previous, long? TailLines, long? LimitBytes)
{
    public static LogOptions Parse(IQueryCollection query) => new(
        query["container"].FirstOrDefault(c => !string.IsNullOrEmpty(c)),
        QueryBoolean.Parse(query["follow"]),
        QueryBoolean.Parse(query["previous"]),
        Number(query["tailLines"]),
        Number(query["limitBytes"]));

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
