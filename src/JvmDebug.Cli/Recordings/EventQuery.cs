using JvmDebug.Cli.Help;
using JvmDebug.Cli.Values;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Recordings;

/// <summary>Which events are asked for: what no recording could answer is refused, and not answered by nothing.</summary>
internal static class EventQuery
{
    /// <param name="types">As the recordings declare them, whether they have such events or not.</param>
    /// <returns>Those that are meant.</returns>
    /// <exception cref="UsageException">None is meant, or none has the field of a condition, or has it in the form of its value.</exception>
    public static IReadOnlyList<EventType> Check(IReadOnlyList<EventType> types, JfrEventsRequest request)
    {
        foreach (var pattern in request.Types.Where(pattern => !types.Any(type => new EventTypePattern([pattern]).Matches(type.Name))))
        {
            var names = types.Select(type => type.Name).Distinct(StringComparer.Ordinal).ToList();
            var near = Suggestion.For(pattern, names) ?? Suggestion.For("jdk." + pattern, names);
            throw new UsageException($"{The(request)} no type of events '{pattern}'.{(near is null ? " 'jfr metadata' names the types." : $" Did you mean {near}?")}");
        }

        var wanted = new EventTypePattern(request.Types);
        var meant = types.Where(type => wanted.Matches(type.Name)).ToList();
        foreach (var condition in request.Conditions)
        {
            Check(condition, meant);
        }

        return meant;
    }

    private static void Check(EventCondition condition, List<EventType> types)
    {
        string? reason = null;
        foreach (var type in types)
        {
            try
            {
                if (condition.Suits(type))
                {
                    return;
                }
            }
            catch (FormatException e)
            {
                reason = e.Message;
            }
        }

        if (reason is not null)
        {
            throw new UsageException($"--where: {reason}.");
        }

        var names = types.Select(type => type.Name).Distinct(StringComparer.Ordinal).ToList();
        var near = Suggestion.For(condition.Path, types.SelectMany(type => type.Fields).Select(field => field.Name).Distinct(StringComparer.Ordinal));
        var hint = near is not null ? $" Did you mean {near}?"
            : names.Count == 1 ? $" It has {string.Join(", ", types[^1].Fields.Select(field => field.Name))}."
            : " 'jfr metadata' names the fields.";
        throw new UsageException($"--where: {(names.Count == 1 ? $"{names[0]} has no field" : "no type of events has a field")} '{condition.Path}'.{hint}");
    }

    private static string The(JfrEventsRequest request) => request.Files.Count == 1 ? $"{request.Files[0]} has" : "The recordings have";
}
