using JvmDebug.Jfr.Reports;

namespace JvmDebug.Jfr.Comparison;

/// <summary>Figures that are of what thresholds and throttles let through: other settings are other figures.</summary>
internal static class SettingDifferences
{
    private static readonly string[] Settings = [ActiveSettings.Enabled, ActiveSettings.Threshold, ActiveSettings.Throttle];

    /// <returns>The first setting in which the sides differ; null if there is none, or one side does not tell its settings.</returns>
    public static SettingDifference? Find(Measure measure, IReadOnlyList<RecordingMeasures> before, IReadOnlyList<RecordingMeasures> after)
    {
        string[] types = measure switch
        {
            Measure.LockWait => ["jdk.JavaMonitorEnter", "jdk.ThreadPark"],
            Measure.SocketRead => ["jdk.SocketRead"],
            Measure.FileAccess => ["jdk.FileRead", "jdk.FileWrite", "jdk.FileForce"],
            _ => [],
        };
        return types.Where(type => !(IsOff(type, before) && IsOff(type, after))).SelectMany(type => Settings.Select(setting => Compare(type, setting, before, after))).FirstOrDefault(difference => difference is not null);
    }

    // The thresholds of what nobody recorded make no difference.
    private static bool IsOff(string type, IReadOnlyList<RecordingMeasures> side) => Values(type, ActiveSettings.Enabled, side).Keys is { Count: 1 } values && values.Single() == "false";

    private static SettingDifference? Compare(string type, string setting, IReadOnlyList<RecordingMeasures> before, IReadOnlyList<RecordingMeasures> after)
    {
        var (from, to) = (Values(type, setting, before), Values(type, setting, after));
        return from.Count == 0 || to.Count == 0 || from.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(to.Keys)
            ? null
            : new SettingDifference(type, setting, string.Join(" and ", from.Values), string.Join(" and ", to.Values));
    }

    private static SortedDictionary<string, string> Values(string type, string setting, IReadOnlyList<RecordingMeasures> side)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in side.Where(recording => recording.Settings.IsKnown).SelectMany(recording => recording.Settings.ValuesOf(type, setting)))
        {
            values.TryAdd(ActiveSettings.Normal(setting, value), value);
        }

        return values;
    }
}
