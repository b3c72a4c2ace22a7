using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>How the files of a run are called, without what tells their kind (<c>.jfr</c>).</summary>
/// <param name="Template">With the tokens of <see cref="Tokens"/>.</param>
public sealed record CaptureName(string Template)
{
    public static readonly CaptureName Default = new("{pod}-{container}-{time}");

    public static IReadOnlyList<string> Tokens { get; } = ["{pod}", "{container}", "{time}", "{trigger}", "{schedule}"];

    /// <summary>Why the text names no files; null if it does.</summary>
    public static string? WhyNot(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var rest = Tokens.Aggregate(template, (text, token) => text.Replace(token, "", StringComparison.Ordinal));
        return rest.AsSpan().ContainsAny('{', '}') ? $"it has a token that is none of {string.Join(", ", Tokens)}"
            : rest.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) ? "it has characters other than letters, digits, '-', '_' and '.'"
            : !template.Contains("{pod}", StringComparison.Ordinal) ? "without {pod} all pods of a run would have the same"
            : null;
    }

    /// <param name="pid">Where a pod has several JVMs; null else.</param>
    /// <param name="trigger">What fired; null for a run that was due.</param>
    public string Of(string schedule, ContainerRef container, int? pid, DateTimeOffset time, string? trigger)
    {
        ArgumentNullException.ThrowIfNull(container);
        var name = Template
            .Replace("{pod}", container.Pod, StringComparison.Ordinal)
            .Replace("{container}", container.Container, StringComparison.Ordinal)
            .Replace("{time}", FleetSink.Time(time), StringComparison.Ordinal)
            .Replace("{trigger}", trigger is null ? "schedule" : Word(trigger), StringComparison.Ordinal)
            .Replace("{schedule}", schedule, StringComparison.Ordinal);
        return pid is { } several ? FormattableString.Invariant($"{name}-{several}") : name;
    }

    // 'heap > 80%' is heap-80.
    private static string Word(string trigger) => string.Join('-', trigger.Split([' ', '>', '%'], StringSplitOptions.RemoveEmptyEntries));
}
