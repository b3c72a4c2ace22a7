using Microsoft.Extensions.Primitives;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>Kubernetes reads any value but <c>false</c> and <c>0</c> as true, the empty one too; the first counts.</summary>
internal static class QueryBoolean
{
    public static bool Parse(StringValues values) =>
        values.Count > 0 && values[0] != "0" && !string.Equals(values[0], "false", StringComparison.OrdinalIgnoreCase);
}
