using System.CommandLine;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrViewCommand : DescribedCommand, ICsvCommand, IOffCluster
{
    public JfrViewCommand(Handler<JfrViewRequest> run)
        : base("view", "Answers a question about a recording, as the JDK's own 'jfr view' does from JDK 21 on, for recordings of any JDK. No cluster, no JDK.")
    {
        var arguments = new Argument<string[]>("NAME FILE")
        {
            Description = "The view (--list names them) or a type of events, and recordings on this machine (- for standard input); several are one.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var list = new Option<bool>("--list") { Description = "Name all views." };
        Add(arguments);
        Add(list);
        Validators.Add(result =>
        {
            var words = result.GetResult(arguments)?.Tokens.Select(token => token.Value).ToList() ?? [];
            if (RecordingArguments.RefusesOption(result, words) || result.GetValue(list))
            {
                return;
            }

            if (words.Count < 2)
            {
                result.AddError("Name a view and a recording; --list names the views.");
            }

            RecordingArguments.RequireFiles(result, words.Skip(1));
        });
        this.Runs(run, parsed =>
        {
            var words = parsed.GetValue(arguments) ?? [];
            return new JfrViewRequest(parsed.GetValue(list) ? null : words[0], [.. words.Skip(1)]);
        });
    }

    public override string Usage => "NAME FILE ... | --list [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("which methods run most", "jfr view hot-methods cart.jfr"),
        ("all fields of one type of events, for a spreadsheet", "jfr view jdk.CPULoad cart.jfr -o csv"),
    ];
}
