using System.CommandLine;
using JvmDebug.Cli.Opening;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrFlamegraphCommand : DescribedCommand, IOffCluster
{
    private readonly Argument<string[]> _places = RecordingArguments.Places();
    private readonly Option<StackEvent[]> _events = StackOptions.Events(several: true);
    private readonly Option<string> _output = StackOptions.Output(".html");
    private readonly Option<bool> _lines = StackOptions.Lines();

    private readonly SinkOptions _sinks = new();
    private readonly BaselineOptions _baseline;

    public JfrFlamegraphCommand(Handler<JfrFlamegraphRequest> run)
        : base("flamegraph", "Draws where CPU time, allocation and lock waits come from, as one HTML file.")
    {
        _baseline = new BaselineOptions(_sinks, "--diff");
        Add(_places);
        Add(_events);
        _baseline.AddTo(this, _places);
        Add(_output);
        Add(_lines);
        Add(OpenOption.OfPage);
        Validators.Add(result => OpenOption.RefuseUnlessFile(result, result.GetValue(_output)));
        Validators.Add(result => StackOptions.RequireOther(result, _output, [.. result.GetValue(_places) ?? [], .. _baseline.Places(result)]));
        this.Runs(run, ToRequest);
    }

    public override string Usage => "FILE|SINK ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("CPU of a recording, as cart-cpu.html", "jfr flamegraph cart.jfr"),
        ("everything that was recorded, in one page", "jfr flamegraph cart.jfr --event all --output cart.html"),
        ("allocation of all pods together, compared with last week's", "jfr flamegraph cart-*.jfr --event alloc --baseline last-week.jfr"),
        ("the last hour, compared with the same hour a week ago: red frames have a larger share now", "jfr flamegraph s3://recordings/shop/hourly --last 1h --baseline 7d"),
    ];

    private JfrFlamegraphRequest ToRequest(ParseResult parsed)
    {
        var recordings = _sinks.Of(parsed, _places);
        return new JfrFlamegraphRequest(recordings, parsed.GetRequiredValue(_events), _baseline.Of(parsed, recordings), parsed.GetRequiredValue(_output), parsed.GetValue(_lines));
    }
}
