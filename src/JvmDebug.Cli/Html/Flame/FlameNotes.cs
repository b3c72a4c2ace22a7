using System.Globalization;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Html.Flame;

/// <summary>What a reader of a flame graph must know not to be misled.</summary>
internal static class FlameNotes
{
    /// <param name="settings">Of the recordings that are shown; null if they are not known.</param>
    public static IEnumerable<string> Of(StackProfile profile, ActiveSettings? settings)
    {
        if (profile is { Event.Name: "cpu", Unit: StackUnit.Samples })
        {
            yield return "Samples are shares, not seconds: the JVM takes them of a few threads at a time.";
        }

        if (profile.Event.Name is "lock" or "park" or "wait" or "sleep" or "io" or "pinned")
        {
            yield return profile.Event.Missing;
        }

        foreach (var note in Throttled(profile.Event, settings))
        {
            yield return note;
        }

        if (profile.TruncatedCount is > 0 and var truncated)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{truncated:N0} of {profile.Count:N0} have a stack deeper than was recorded: they begin at [truncated], not at their thread's entry. -XX:FlightRecorderOptions=stackdepth=256 records more.");
        }
    }

    /// <summary>What of an event was recorded at most, whatever happened.</summary>
    public static IEnumerable<string> Throttled(StackEvent shown, ActiveSettings? settings) => shown.Families.SelectMany(family => family.Sources).Select(source => source.EventType)
        .Distinct(StringComparer.Ordinal)
        .Where(type => settings?.ThrottleOf(type) is not null)
        .GroupBy(type => settings!.ThrottleOf(type))
        .Select(same => $"Of {string.Join(", ", same)} at most {same.Key} were recorded each: where there were more, counts and sums are of a sample.");
}
