using System.CommandLine;
using JvmDebug.Cli.Opening;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrFlamegraphCommand : DescribedCommand
{
    private readonly Argument<string[]> _files = StackOptions.Recordings();
    private readonly Option<StackEvent[]> _events = StackOptions.Events(several: true);
    private readonly Option<string> _output = StackOptions.Output(".html");
    private readonly Option<bool> _lines = StackOptions.Lines();

    private readonly Option<string[]> _base = new("--diff")
    {
        Description = "Recording to compare with; can be repeated. Red frames have a larger share than there, blue ones a smaller.",
        HelpName = "FILE",
    };

    public JfrFlamegraphCommand(Handler<JfrFlamegraphRequest> run)
        : base("flamegraph", "Draws where CPU time, allocation and lock waits come from, as one HTML file.")
    {
        _base.Validators.Add(result => StackOptions.RequireFiles(result, result.Tokens));
        Add(_files);
        Add(_events);
        Add(_base);
        Add(_output);
        Add(_lines);
        Add(OpenOption.Instance);
        Validators.Add(result => OpenOption.RefuseUnlessFile(result, result.GetValue(_output)));
        Validators.Add(result => StackOptions.RequireOther(result, _output, [.. result.GetValue(_files) ?? [], .. result.GetValue(_base) ?? []]));
        this.Runs(run, ToRequest);
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("CPU of a recording, as cart-cpu.html", "jfr flamegraph cart.jfr"),
        ("everything that was recorded, in one page", "jfr flamegraph cart.jfr --event all --output cart.html"),
        ("allocation of all pods together, compared with last week's", "jfr flamegraph cart-*.jfr --event alloc --diff last-week.jfr"),
    ];

    private JfrFlamegraphRequest ToRequest(ParseResult parsed) => new(
        parsed.GetRequiredValue(_files), parsed.GetRequiredValue(_events), parsed.GetValue(_base) ?? [], parsed.GetRequiredValue(_output), parsed.GetValue(_lines));
}
