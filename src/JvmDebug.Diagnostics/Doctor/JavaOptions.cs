using System.Globalization;
using k8s.Models;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>JVM options as far as a manifest shows them: command, arguments, and the variables a JVM reads.</summary>
internal sealed class JavaOptions(V1Container container)
{
    private const string Arguments = "arguments";

    // As HotSpot reads them: what comes later counts. JDK_JAVA_OPTIONS is what the launcher puts before the arguments.
    private static readonly string[] Places = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", Arguments, "_JAVA_OPTIONS"];

    /// <summary>What sets the flag so: "arguments" or the variable's name; null if nothing in the manifest does, or if it is undone behind that.</summary>
    /// <param name="flag"><c>-XX:+NAME</c> or <c>-XX:-NAME</c>.</param>
    public string? WhereIs(string flag)
    {
        var opposite = string.Concat(flag.AsSpan(0, 4), flag[4] == '+' ? "-" : "+", flag.AsSpan(5));
        var (place, last) = All().SelectMany(place => place.Words.Select(word => (place.Place, Word: word.Trim('"', '\''))))
            .LastOrDefault(option => option.Word == flag || option.Word == opposite);
        return last == flag ? place : null;
    }

    /// <summary>Bytes of <c>-Xmx</c>; null if it is not set there.</summary>
    public long? MaxHeap() => All().SelectMany(place => place.Words)
        .Where(word => word.StartsWith("-Xmx", StringComparison.Ordinal))
        .Select(word => Size(word[4..]))
        .LastOrDefault(size => size is not null);

    /// <summary>What the variable should be: its value in the manifest and the option.</summary>
    public string With(string variable, string option) => Join(Words(Value(variable)).Append(option));

    /// <summary>What the variable should be: its value in the manifest but for the option.</summary>
    public string Without(string variable, string option) => Join(Words(Value(variable)).Where(word => word != option));

    private string Value(string variable) => container.Env?.LastOrDefault(v => v.Name == variable)?.Value ?? "";

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);

    private IEnumerable<(string Place, string[] Words)> All()
    {
        foreach (var place in Places)
        {
            yield return (place, place == Arguments ? [.. (container.Command ?? []).Concat(container.Args ?? []).SelectMany(Words)] : Words(Value(place)));
        }
    }

    private static string[] Words(string text) => text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static long? Size(string text)
    {
        var shift = text is [.., var unit] ? char.ToLowerInvariant(unit) switch { 'k' => 10, 'm' => 20, 'g' => 30, 't' => 40, _ => 0 } : 0;
        return long.TryParse(shift > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue >> shift
            ? number << shift
            : null;
    }
}
