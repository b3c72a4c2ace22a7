using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Histograms;

namespace JvmDebug.Cli.Commands.Heap;

internal sealed class HeapHistogramCommand : DescribedCommand
{
    private const int MostSamples = 1000;
    private const int MostRows = 1_000_000;

    private readonly Option<int?> _top = new("--top")
    {
        Description = "Rows to show. (default 20; all with -o json)",
        HelpName = "N",
        CustomParser = result => ParseNumber(result, MostRows),
    };

    private readonly Option<string?> _diff = new("--diff")
    {
        Description = "Show the growth since a saved histogram: the JSON of this command, or what jcmd printed.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _count = new("--count")
    {
        Description = "Take so many, and show the growth from the first to the last. (default 1)",
        HelpName = "N",
        CustomParser = result => ParseNumber(result, MostSamples),
    };

    private readonly Option<TimeSpan?> _interval = new("--interval")
    {
        Description = "Time between two of them. (default 10s)",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result),
    };

    private readonly Option<bool> _live = new("--live") { Description = "Only what can be reached; each time costs a full collection." };
    private readonly PatienceOption _patience = new();
    private readonly TargetOptions _target;

    public HeapHistogramCommand(Handler<HeapHistogramRequest> run)
        : base("histogram", "Counts the objects of each class, and how they grow.")
    {
        _diff.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } file && !File.Exists(file))
            {
                result.AddError($"--diff: there is no file {file}.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetValue(_interval) is not null && result.GetValue(_count) is null or 1)
            {
                result.AddError("--interval is the time between several: add --count.");
            }
        });
        Add(_top);
        Add(_diff);
        Add(_count);
        Add(_interval);
        Add(_live);
        Add(_patience);
        _target = new TargetOptions(this, dryRun: true);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("the classes that take most", "heap histogram cart-0 --top 10"),
        ("what grows in five minutes, garbage left out", "heap histogram cart-0 --live --count 6 --interval 1m"),
        ("what has grown since yesterday", "heap histogram cart-0 --live --diff yesterday.json"),
    ];

    private static int? ParseNumber(ArgumentResult result, int most)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number from 1 to {most.ToString(CultureInfo.InvariantCulture)}.");
        return null;
    }

    private HeapHistogramRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        Live = parsed.GetValue(_live),
        Top = parsed.GetValue(_top),
        Diff = parsed.GetValue(_diff),
        Count = parsed.GetValue(_count) ?? 1,
        Interval = parsed.GetValue(_interval) ?? TimeSpan.FromSeconds(10),
        Patience = parsed.GetValue(_patience),
    };
}
