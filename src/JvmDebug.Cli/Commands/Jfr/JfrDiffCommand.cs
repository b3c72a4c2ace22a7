using System.CommandLine;
using System.CommandLine.Parsing;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrDiffCommand : DescribedCommand, IOffCluster
{
    private readonly Argument<string[]> _places = RecordingArguments.Places();

    private readonly SinkOptions _sinks = new();

    private readonly BaselineOptions _baseline;

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "regression: exit with 7 if a figure is worse, and not by chance; with 6 if none could be judged.",
        HelpName = "WHAT",
        CustomParser = ParseFailOn,
    };

    public JfrDiffCommand(Handler<JfrDiffRequest> run)
        : base("diff", "Compares recordings from before and after a change: hot methods, allocation, GC and latency, and what of it is only noise.")
    {
        _baseline = new BaselineOptions(_sinks);
        Add(_places);
        _baseline.AddTo(this, _places);
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
        if (!_baseline.IsGiven(result) && result.GetValue(_places) is not [_, _])
        {
            result.AddError("Name two recordings or sinks, from before and from after, or what to compare with by --baseline.");
        }
    }

    private JfrDiffRequest ToRequest(ParseResult parsed)
    {
        var named = _sinks.Of(parsed, _places);
        var (before, after) = _baseline.Of(parsed, named) is { } baseline ? (baseline, named) : (named with { Places = [named.Places[0]] }, named with { Places = [named.Places[1]] });
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
