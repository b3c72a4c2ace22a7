using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Recordings;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Commands.Jfr;

/// <summary>What recordings are compared with: others, or what the same sinks got at another time or from other pods.</summary>
/// <param name="sinks">The options that choose among what sinks hold, on both sides.</param>
/// <param name="single">An option that takes one of what <c>--baseline</c> takes, so that recordings can come behind it; null for none.</param>
internal sealed class BaselineOptions(SinkOptions sinks, string? single = null)
{
    private const string Name = "--baseline";

    private readonly Option<string[]> _baseline = new(Name, "--base")
    {
        Description = "What to compare with: recordings or sinks, after the others on the command line; or an age like 7d, for what the same sinks got that much earlier than --last.",
        HelpName = "FILE|SINK|AGE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]>? _single = single is null ? null : new(single)
    {
        Description = $"{Name} with one; can be repeated.",
        HelpName = "FILE|SINK|AGE",
    };

    private readonly Option<string?> _pod = new("--baseline-pod")
    {
        Description = $"--pod of the baseline, where it is another; without {Name} in the same sinks, at the same time.",
        HelpName = "PATTERN",
    };

    /// <param name="places">What is compared; the options of sinks are added between.</param>
    public void AddTo(Command command, Argument<string[]> places)
    {
        foreach (var option in Options)
        {
            option.Validators.Add(result => RecordingArguments.RequirePlaces(result, result.Tokens.Select(token => token.Value).Where(word => Age.TryParse(word) is null)));
            command.Add(option);
        }

        _pod.Validators.Add(SinkOptions.RequirePattern);
        sinks.Add(command);
        command.Add(_pod);
        command.Validators.Add(result => Check(result, result.GetValue(places) ?? []));
    }

    private IEnumerable<Option<string[]>> Options => _single is null ? [_baseline] : [_baseline, _single];

    /// <summary>Something is named to compare with.</summary>
    public bool IsGiven(CommandResult result) => Words(result).Length > 0 || result.GetResult(_pod) is not null;

    /// <summary>The files that are named, and the sinks.</summary>
    public string[] Places(CommandResult result) => [.. Words(result).Where(word => Age.TryParse(word) is null)];

    /// <summary>The other side; null if nothing is named.</summary>
    public RecordingSelection? Of(ParseResult parsed, RecordingSelection current)
    {
        var pod = parsed.GetValue(_pod);
        var side = current with { Pod = pod ?? current.Pod };
        return Words(parsed.CommandResult) switch
        {
            [var one] when Age.TryParse(one) is { } age => side with { Earlier = age },
            [_, ..] places => side with { Places = places },
            _ => pod is null ? null : side,
        };
    }

    private string[] Words(CommandResult result) => [.. Options.SelectMany(option => result.GetValue(option) ?? [])];

    private void Check(CommandResult result, string[] places)
    {
        var baseline = Words(result);
        var ages = baseline.Select(Age.TryParse).OfType<TimeSpan>().ToList();
        if (ages.Count > 0)
        {
            CheckAge(result, places, baseline, ages[0]);
        }

        sinks.RequireSink(result, places.Concat(baseline));
        if (result.GetResult(_pod) is not null && !(baseline.Length > 0 && ages.Count == 0 ? baseline : places).Any(SinkOptions.IsWholeSink))
        {
            result.AddError("--baseline-pod chooses among what a sink holds, and the baseline is none.");
        }
    }

    private void CheckAge(CommandResult result, string[] places, string[] baseline, TimeSpan age)
    {
        var last = result.GetValue(sinks.Last);
        if (baseline.Length > 1)
        {
            result.AddError($"{Name} is an age or names recordings: '{baseline[0]}' and '{baseline[1]}' do not go together.");
        }
        else if (!places.All(SinkOptions.IsWholeSink))
        {
            result.AddError($"{Name} {baseline[0]} is an age, and what is older is looked for in sinks: name sinks alone. (A file of that name is ./{baseline[0]}.)");
        }
        else if (last is null)
        {
            result.AddError($"{Name} {baseline[0]} moves the time of --last: add it, like --last 1h.");
        }
        else if (age < last)
        {
            result.AddError($"{Name} {baseline[0]} is less than --last: both sides would have recordings in common.");
        }
    }
}
