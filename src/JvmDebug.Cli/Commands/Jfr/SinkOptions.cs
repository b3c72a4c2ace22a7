using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Recordings;
using JvmDebug.Cli.Values;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Jfr;

/// <summary>Which recordings of a sink a command reads.</summary>
internal sealed class SinkOptions
{
    public Option<TimeSpan?> Last { get; } = new("--last")
    {
        Description = "Of a sink: only what was taken within this time, like 1h, 24h or 7d.",
        HelpName = "AGE",
        CustomParser = Age.Parse,
    };

    public Option<string?> Pod { get; } = new("--pod")
    {
        Description = "Of a sink: only recordings of this pod; * stands for any characters, as in 'cart-*'.",
        HelpName = "PATTERN",
    };

    /// <summary>Adds the options to a command whose <paramref name="places"/> are all it reads.</summary>
    public void AddTo(Command command, Argument<string[]> places)
    {
        Add(command);
        command.Validators.Add(result => RequireSink(result, result.GetValue(places) ?? []));
    }

    public void Add(Command command)
    {
        Pod.Validators.Add(RequirePattern);
        command.Add(Last);
        command.Add(Pod);
    }

    public RecordingSelection Of(ParseResult parsed, Argument<string[]> places) => new(parsed.GetRequiredValue(places), parsed.GetValue(Last), Pod: parsed.GetValue(Pod));

    /// <summary>Refuses to choose where there is nothing to be chosen from.</summary>
    public void RequireSink(CommandResult result, IEnumerable<string> places)
    {
        if (new Option[] { Last, Pod }.FirstOrDefault(option => result.GetResult(option) is not null) is { } stray && !places.Any(IsWholeSink))
        {
            result.AddError($"{stray.Name} chooses among what a sink holds: name one (s3://BUCKET/PREFIX). Files you choose by naming them.");
        }
    }

    public static bool IsWholeSink(string place) => SinkLocation.IsSink(place) && StoredRecordingAddress.TryParse(place, out _) is null;

    public static void RequirePattern(OptionResult result)
    {
        if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
        {
            result.AddError($"{result.Option.Name} is a pod's name, or a pattern like 'cart-*'.");
        }
    }
}
