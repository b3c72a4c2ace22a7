using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Jfr.Findings;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrSummaryCommand : DescribedCommand, IOffCluster
{
    public JfrSummaryCommand(Handler<JfrSummaryRequest> run)
        : base("summary", "Says what ran, what was recorded, and what deserves a look. No cluster, no JDK.")
    {
        var failOn = new Option<Severity?>("--fail-on")
        {
            Description = "Exit with 7 if a finding is as urgent as this: warning or error.",
            HelpName = "SEVERITY",
            CustomParser = ParseSeverity,
        };
        var places = RecordingArguments.Places();
        var sinks = new SinkOptions();
        Add(places);
        sinks.AddTo(this, places);
        Add(failOn);
        this.Runs(run, parsed => new JfrSummaryRequest(sinks.Of(parsed, places), parsed.GetValue(failOn)));
    }

    public override string Usage => "FILE|SINK ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("for a program", "jfr summary cart.jfr -o json"),
        ("what every pod did in the last hour, out of what a schedule took", "jfr summary s3://recordings/shop/hourly --last 1h"),
        ("in a pipeline: fails if something is badly wrong", "jfr summary load-test.jfr --fail-on error"),
    ];

    private static Severity? ParseSeverity(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "warning":
                return Severity.Warning;
            case "error":
                return Severity.Error;
            case var other:
                result.AddError($"'{other}' is not a severity: warning or error.");
                return null;
        }
    }
}
