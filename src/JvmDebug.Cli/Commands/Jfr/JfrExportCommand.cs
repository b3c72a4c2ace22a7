using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrExportCommand : DescribedCommand, IOffCluster
{
    private readonly Argument<string[]> _files = RecordingArguments.Files();
    private readonly Option<StackEvent[]> _event = StackOptions.Events(several: false);
    private readonly Option<string> _output = StackOptions.Output("with the format's own extension");
    private readonly Option<bool> _lines = StackOptions.Lines();

    private readonly Option<StackFormat> _format = new("--format")
    {
        Description = "collapsed (flamegraph.pl), pprof, speedscope, otlp (OpenTelemetry, JSON), or firefox (profiler.firefox.com).",
        HelpName = "NAME",
        Required = true,
        CustomParser = ParseFormat,
    };

    public JfrExportCommand(Handler<JfrExportRequest> run)
        : base("export", "Writes the stacks of a recording in the format of another profile viewer.")
    {
        Add(_files);
        Add(_format);
        Add(_event);
        Add(_output);
        Add(_lines);
        Validators.Add(result => StackOptions.RequireOther(result, _output, result.GetValue(_files) ?? []));
        Validators.Add(result =>
        {
            if (result.GetResult(_format) is { Tokens: [{ Value: "pprof" }] } && result.GetValue(_output) == "-")
            {
                result.AddError("pprof is not text: name a file.");
            }
        });
        this.Runs(run, ToRequest);
    }

    public override string Usage => "FILE ... --format NAME [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("for go tool pprof, Pyroscope or Parca", "jfr export cart.jfr --format pprof --output cart.pb.gz"),
        ("the stacks that allocate most, in a shell", "jfr export cart.jfr --format collapsed --event alloc --output - | sort -t' ' -k2nr"),
    ];

    private static StackFormat ParseFormat(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "collapsed":
                return StackFormat.Collapsed;
            case "pprof":
                return StackFormat.Pprof;
            case "speedscope":
                return StackFormat.Speedscope;
            case "otlp":
                return StackFormat.Otlp;
            case "firefox":
                return StackFormat.Firefox;
            default:
                result.AddError($"'{result.Tokens[0].Value}' is not a format: collapsed, pprof, speedscope, otlp or firefox.");
                return default;
        }
    }

    private JfrExportRequest ToRequest(ParseResult parsed) => new(
        parsed.GetRequiredValue(_files), parsed.GetRequiredValue(_event)[0], parsed.GetValue(_format), parsed.GetRequiredValue(_output), parsed.GetValue(_lines));
}
