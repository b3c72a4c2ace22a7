using System.CommandLine;
using System.CommandLine.Parsing;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrDiffCommand : DescribedCommand
{
    public JfrDiffCommand(Handler<JfrDiffRequest> run)
        : base("diff", "Compares recordings from before and after a change: hot methods, allocation, GC and latency, and what of it is only noise.")
    {
        var files = StackOptions.Recordings();
        files.Description = "Recordings on this machine: one before and one after, or with --base those after.";
        var before = new Option<string[]>("--base")
        {
            Description = "Recordings from before, as many as there are pods; after the others on the command line.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        before.Validators.Add(result => StackOptions.RequireFiles(result, result.Tokens));
        var failOn = new Option<string?>("--fail-on")
        {
            Description = "regression: exit with 7 if a figure is worse, and not by chance.",
            HelpName = "WHAT",
            CustomParser = ParseFailOn,
        };
        Add(files);
        Add(before);
        Add(failOn);
        Validators.Add(result =>
        {
            if (result.GetResult(before) is null && result.GetValue(files)?.Length != 2)
            {
                result.AddError("Name two recordings, from before and from after, or those from before with --base.");
            }
        });
        this.Runs(run, parsed =>
        {
            var (all, baseline) = (parsed.GetRequiredValue(files), parsed.GetValue(before) ?? []);
            return baseline.Length > 0
                ? new JfrDiffRequest(baseline, all, parsed.GetValue(failOn) is not null)
                : new JfrDiffRequest([all[0]], [all[1]], parsed.GetValue(failOn) is not null);
        });
    }

    public override string Usage => "BASE FILE | FILE ... --base FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("two recordings", "jfr diff before.jfr after.jfr"),
        ("all pods before and after a release, in a pipeline", "jfr diff new/*.jfr --base old/*.jfr --fail-on regression"),
    ];

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
