using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Opening;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli.Commands.Threads;

internal sealed class ThreadsCommand : DescribedCommand, IWritesHtml
{
    private const int MostSamples = 999;

    private readonly Option<int> _count = new("--count")
    {
        Description = "How many dumps of each JVM. (default 1)",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = ParseCount,
    };

    private readonly Option<TimeSpan> _interval = new("--interval")
    {
        Description = "Time between them. (default 5s)",
        HelpName = "DURATION",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(5),
        CustomParser = result => Duration.Parse(result, TimeSpan.FromMilliseconds(100)) ?? default,
    };

    private readonly Option<bool> _virtual = new("--virtual") { Description = "Virtual threads too, those without a carrier included (JDK 21 and later)." };
    private readonly Option<bool> _locks = new("--locks")
    {
        Description = "Owners of java.util.concurrent locks too; 'false' spares old JVMs with large heaps the search. (default true)",
        HelpName = "true|false",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string> _output = OutputOption.Of(
        OutputKinds.Directory | OutputKinds.Sink,
        "Directory (or s3://, azblob://, file:// sink) for dumps, manifest.json, analysis.json and report.html. (default: a new one here)");

    private readonly Option<string?> _failOn = FailOn.Option();
    private readonly TargetOptions _target;

    public ThreadsCommand(ThreadsHandlers run)
        : base("threads", "Takes thread dumps, of many pods at once, and says what they show.")
    {
        Add(_count);
        Add(_interval);
        Add(_virtual);
        Add(_locks);
        Add(_output);
        Add(_failOn);
        Add(OpenOption.OfPage);
        _target = new TargetOptions(this, dryRun: true);
        Add(new ThreadsAnalyzeCommand(run.Analyze));
        this.Runs(run.Capture, ToRequest);
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("five dumps, ten seconds apart, of all pods of a Deployment: who is stuck", "threads deploy/cart --all --count 5 --interval 10s"),
        ("one pod with its virtual threads", "threads cart-0 -n shop --virtual --output cart-threads"),
        ("a check for a script: exit code 7 if there is a deadlock", "threads deploy/cart --any --fail-on deadlock"),
    ];

    private static int ParseCount(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostSamples)
        {
            return count;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number of dumps: 1 to {MostSamples}.");
        return 1;
    }

    private ThreadsRequest ToRequest(ParseResult parsed) => new(
        new ThreadDumpRequest
        {
            Target = _target.ToTarget(parsed),
            Count = parsed.GetValue(_count),
            Interval = parsed.GetValue(_interval),
            Virtual = parsed.GetValue(_virtual),
            Locks = parsed.GetValue(_locks),
            Output = parsed.GetValue(_output)!,
        },
        parsed.GetValue(_failOn) is not null);
}
