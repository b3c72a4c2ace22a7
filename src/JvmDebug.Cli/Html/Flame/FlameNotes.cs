using System.Globalization;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Html.Flame;

/// <summary>What a reader of a flame graph must know not to be misled.</summary>
internal static class FlameNotes
{
    public static IEnumerable<string> Of(StackProfile profile)
    {
        if (profile is { Event.Name: "cpu", Unit: StackUnit.Samples })
        {
            yield return "Samples are shares, not seconds: the JVM takes them of a few threads at a time.";
        }

        if (profile.Event.Name is "lock" or "park" or "wait" or "sleep" or "io" or "pinned")
        {
            yield return profile.Event.Missing;
        }

        if (profile.TruncatedCount is > 0 and var truncated)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{truncated:N0} of {profile.Count:N0} have a stack deeper than was recorded: they begin at [truncated], not at their thread's entry. -XX:FlightRecorderOptions=stackdepth=256 records more.");
        }
    }
}
