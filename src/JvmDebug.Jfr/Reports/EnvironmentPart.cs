using System.Globalization;

namespace JvmDebug.Jfr.Reports;

/// <summary>The facts of one chunk; they are repeated in each.</summary>
internal sealed class EnvironmentPart : IEventPart
{
    private const string Jvm = "JVM";
    private const string Main = "Main class";
    private const string Collector = "Collector";
    private const string Heap = "Maximum heap";
    private const string Cores = "Hardware threads";
    private const string Container = "Container";

    public static IReadOnlyList<string> Labels { get; } = [Jvm, Main, Collector, Heap, Cores, Container];

    public Dictionary<string, string> Facts { get; } = new(StringComparer.Ordinal);

    public void Accept(in EventRow row)
    {
        switch (row.Selection)
        {
            case 0:
                Facts.TryAdd(Jvm, row.GetString(0) ?? "");
                if (row.GetString(1) is { Length: > 0 } arguments)
                {
                    Facts.TryAdd(Main, arguments.Split(' ')[0]);
                }

                break;
            case 1:
                Facts.TryAdd(Collector, row.GetString(0) == row.GetString(1) ? $"{row.GetString(0)}" : $"{row.GetString(0)}, {row.GetString(1)}");
                break;
            case 2:
                Facts.TryAdd(Heap, Mebibytes(row.GetLong(0)));
                break;
            case 3:
                Facts.TryAdd(Cores, row.GetLong(0).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                Facts.TryAdd(Container, ContainerOf(row));
                break;
        }
    }

    public void Finish()
    {
    }

    // -1 is no limit; an unlimited memory cgroup has a number near the largest there is.
    private static string ContainerOf(in EventRow row)
    {
        var (quota, period, memory) = (row.GetLong(1), row.GetLong(2), row.GetLong(3));
        var cpu = quota > 0 && period > 0 ? string.Create(CultureInfo.InvariantCulture, $"{(double)quota / period:0.##} cores") : "no CPU limit";
        return $"{row.GetString(0)}, {cpu}, {(memory is > 0 and < 1L << 50 ? Mebibytes(memory) + " of memory" : "no memory limit")}";
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N0} MiB");
}
