using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrDiffCommand : DescribedCommand
{
    private readonly Argument<string[]> _places = RecordingArguments.Places();

    private readonly Option<string[]> _baseline = new("--baseline", "--base")
    {
        Description = "What to compare with: recordings or sinks, after the others on the command line; or an age like 7d, for what the same sinks got that much earlier than --last.",
        HelpName = "FILE|SINK|AGE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly SinkOptions _sinks = new();

    private readonly Option<string?> _baselinePod = new("--baseline-pod")
    {
        Description = "--pod of the baseline, where it is another; without --baseline in the same sinks, at the same time.",
        HelpName = "PATTERN",
    };

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "regression: exit with 7 if a figure is worse, and not by chance.",
        HelpName = "WHAT",
        CustomParser = ParseFailOn,
    };

    public JfrDiffCommand(Handler<JfrDiffRequest> run)
        : base("diff", "Compares recordings from before and after a change: hot methods, allocation, GC and latency, and what of it is only noise.")
    {
        _baseline.Validators.Add(result => RecordingArguments.RequirePlaces(result.Tokens.Select(token => token.Value).Where(word => Age.TryParse(word) is null), result.AddError));
        _baselinePod.Validators.Add(SinkOptions.RequirePattern);
        Add(_places);
        Add(_baseline);
        _sinks.Add(this);
        Add(_baselinePod);
        Add(_failOn);
        Validators.Add(Check);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "BASE FILE | FILE|SINK ... --baseline FILE|SINK|AGE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("two recordings", "jfr diff before.jfr after.jfr"),
        ("all pods before and after a release, in a pipeline", "jfr diff new/*.jfr --baseline old/*.jfr --fail-on regression"),
        ("what a schedule took in the last hour, with the same hour a week ago", "jfr diff 's3://recordings/shop?region=eu-west-1' --last 1h --baseline 7d"),
        ("one deployment with another, side by side", "jfr diff s3://recordings/shop --last 1h --pod 'cart-7d9f-*' --baseline-pod 'cart-5c1a-*'"),
    ];

    private void Check(CommandResult result)
    {
        var (places, baseline) = (result.GetValue(_places) ?? [], result.GetValue(_baseline) ?? []);
        var ages = baseline.Select(Age.TryParse).OfType<TimeSpan>().ToList();
        var hasPod = result.GetResult(_baselinePod) is not null;
        if (baseline.Length == 0 && !hasPod && places.Length != 2)
        {
            result.AddError("Name two recordings or sinks, from before and from after, or what to compare with by --baseline.");
        }

        if (ages.Count > 0)
        {
            CheckAge(result, places, baseline, ages[0]);
        }

        _sinks.RequireSink(result, places.Concat(baseline));
        if (hasPod && !(baseline.Length > 0 && ages.Count == 0 ? baseline : places).Any(SinkOptions.IsWholeSink))
        {
            result.AddError("--baseline-pod chooses among what a sink holds, and the baseline is none.");
        }
    }

    private void CheckAge(CommandResult result, string[] places, string[] baseline, TimeSpan age)
    {
        var last = result.GetValue(_sinks.Last);
        if (baseline.Length > 1)
        {
            result.AddError($"--baseline is an age or names recordings: '{baseline[0]}' and '{baseline[1]}' do not go together.");
        }
        else if (!places.All(SinkOptions.IsWholeSink))
        {
            result.AddError($"--baseline {baseline[0]} is an age, and what is older is looked for in sinks: name sinks alone. (A file of that name is ./{baseline[0]}.)");
        }
        else if (last is null)
        {
            result.AddError($"--baseline {baseline[0]} moves the time of --last: add it, like --last 1h.");
        }
        else if (age < last)
        {
            result.AddError($"--baseline {baseline[0]} is less than --last: both sides would have recordings in common.");
        }
    }

    private JfrDiffRequest ToRequest(ParseResult parsed)
    {
        var (places, baseline) = (parsed.GetRequiredValue(_places), parsed.GetValue(_baseline) ?? []);
        var after = _sinks.Of(parsed, _places);
        var before = after with { Pod = parsed.GetValue(_baselinePod) ?? after.Pod };
        (before, after) = baseline switch
        {
            [var one] when Age.TryParse(one) is { } age => (before with { Earlier = age }, after),
            [_, ..] => (before with { Places = baseline }, after),
            _ when parsed.GetValue(_baselinePod) is not null => (before, after),
            _ => (before with { Places = [places[0]] }, after with { Places = [places[1]] }),
        };
        return new JfrDiffRequest(before, after, parsed.GetValue(_failOn) is not null);
    }

    private static string? ParseFailOn(ArgumentResult result)
    {
        if (result.Tokens[0].Value == "regression")
        {
            return "regression";
        }

        result.AddError($"'{result.Tokens[0].Value}' cannot be failed on; regression can.");
        return null;
    }
}
