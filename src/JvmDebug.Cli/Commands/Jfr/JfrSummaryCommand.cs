using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Jfr.Findings;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrSummaryCommand : DescribedCommand
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
        var files = new Argument<string[]>("FILE") { Description = "Recordings on this machine.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !File.Exists(token.Value)))
            {
                result.AddError(Directory.Exists(token.Value) ? $"{token.Value} is a directory; name the recordings in it." : $"There is no file {token.Value}.");
            }
        });
        Add(files);
        Add(failOn);
        this.Runs(run, parsed => new JfrSummaryRequest(parsed.GetRequiredValue(files), parsed.GetValue(failOn)));
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("for a program", "jfr summary cart.jfr -o json"),
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
