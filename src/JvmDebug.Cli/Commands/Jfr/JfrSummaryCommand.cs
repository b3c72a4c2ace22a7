using System.CommandLine;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrSummaryCommand : DescribedCommand
{
    public JfrSummaryCommand(Handler<JfrSummaryRequest> run)
        : base("summary", "Says what is in a recording: span, chunks, events by type, hot methods. No cluster, no JDK.")
    {
        var files = new Argument<string[]>("FILE") { Description = "Recordings on this machine.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !File.Exists(token.Value)))
            {
                result.AddError(Directory.Exists(token.Value) ? $"{token.Value} is a directory; name the recordings in it." : $"There is no file {token.Value}.");
            }
        });
        Add(files);
        this.Runs(run, parsed => new JfrSummaryRequest(parsed.GetRequiredValue(files)));
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples => [("for a program", "jfr summary cart.jfr -o json")];
}
