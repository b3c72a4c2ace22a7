using System.Globalization;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Reports;

/// <summary>
/// What a recording leaves out: types that are not <c>enabled</c>, and of those that are, <c>threshold</c> drops what is shorter,
/// <c>throttle</c> what is beyond so many events a time (of I/O and exceptions since JDK 25: <c>100/s</c>, with profile
/// <c>300/s</c>). All are by type, in <c>jdk.ActiveSetting</c>.
/// </summary>
public sealed class ActiveSettings : IEventConsumer
{
    internal const string Enabled = "enabled";
    internal const string Threshold = "threshold";
    internal const string Throttle = "throttle";

    private const string Off = "off";

    // What each of them weighs makes up for those that are not there.
    private static readonly HashSet<string> Weighed =
        [.. StackEvent.Known.SelectMany(known => known.Families).SelectMany(family => family.Sources).Where(source => source.Weight is not (null or "duration")).Select(source => source.EventType)];

    private readonly Dictionary<(string Type, string Setting), SortedSet<string>> _values = [];

    public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ActiveSetting", "id", "name", "value")];

    /// <summary>Without them nothing can be told.</summary>
    public bool IsKnown => _values.Count > 0;

    public IEventPart Begin(RecordingChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        return new Part(chunk);
    }

    public void Merge(IEventPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        foreach (var (type, setting, value) in ((Part)part).Found)
        {
            if (!_values.TryGetValue((type, setting), out var values))
            {
                _values[(type, setting)] = values = new SortedSet<string>(StringComparer.Ordinal);
            }

            values.Add(value);
        }
    }

    /// <summary>Like <c>100/s</c>: so many events of the type were recorded at most. Null if all were, or their weights make up for it.</summary>
    public string? ThrottleOf(string eventType) =>
        Weighed.Contains(eventType) ? null : ValuesOf(eventType, Throttle).Where(value => Normal(Throttle, value) != Off).MaxBy(Rate);

    /// <summary>In any of the recordings that ran.</summary>
    internal bool WasEnabled(string eventType) => ValuesOf(eventType, Enabled).Contains("true");

    /// <summary>As the settings say it; if they do not, <c>off</c>, or nothing of whether it was enabled.</summary>
    internal IReadOnlyCollection<string> ValuesOf(string eventType, string setting) =>
        _values.TryGetValue((eventType, setting), out var values) ? values : setting == Enabled ? [] : [Off];

    /// <summary>One form of what means the same.</summary>
    internal static string Normal(string setting, string value)
    {
        if (setting == Enabled)
        {
            return value;
        }

        var number = setting == Threshold ? (double?)Quantities.TryParse(value, ValueUnit.Timespan) : Rate(value);
        return number is { } known ? known == 0 && setting == Threshold ? Off : known.ToString("R", CultureInfo.InvariantCulture) : value.Length == 0 ? Off : value;
    }

    /// <returns>Events a second; null if the text is no rate.</returns>
    private static double? Rate(string throttle) =>
        throttle.Split('/') is [var count, var unit] && double.TryParse(count, NumberStyles.Float, CultureInfo.InvariantCulture, out var events)
        && Quantities.TryParse("1" + unit.Trim(), ValueUnit.Timespan) is { } nanos
            ? events * 1e9 / (double)nanos
            : null;

    private sealed class Part(RecordingChunk chunk) : IEventPart
    {
        public HashSet<(string Type, string Setting, string Value)> Found { get; } = [];

        public void Accept(in EventRow row)
        {
            if (row.GetString(1) is (Enabled or Threshold or Throttle) and var setting && chunk.FindEventType(row.GetLong(0))?.Name is { } type)
            {
                Found.Add((type, setting, row.GetString(2) ?? ""));
            }
        }

        public void Finish()
        {
            // Ids were turned into names as they came.
        }
    }
}
