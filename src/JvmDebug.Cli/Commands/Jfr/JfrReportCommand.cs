using JvmDebug.Cli.Opening;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrReportCommand : DescribedCommand, IOffCluster
{
    public JfrReportCommand(Handler<JfrReportRequest> run)
        : base("report", "Writes what recordings say as one HTML file: findings, timeline, hot methods, locks, I/O, flame graphs.")
    {
        var places = RecordingArguments.Places();
        var sinks = new SinkOptions();
        var output = StackOptions.Output(".html");
        var baseline = new BaselineOptions(sinks);
        Add(places);
        baseline.AddTo(this, places);
        Add(output);
        Add(OpenOption.OfPage);
        Validators.Add(result => OpenOption.RefuseUnlessFile(result, result.GetValue(output)));
        Validators.Add(result => StackOptions.RequireOther(result, output, [.. result.GetValue(places) ?? [], .. baseline.Places(result)]));
        this.Runs(run, parsed =>
        {
            var recordings = sinks.Of(parsed, places);
            return new JfrReportRequest(recordings, baseline.Of(parsed, recordings), parsed.GetRequiredValue(output));
        });
    }

    public override string Usage => "FILE|SINK ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("to send to somebody, as cart-report.html", "jfr report cart.jfr"),
        ("a day of one pod, out of what a schedule took", "jfr report s3://recordings/shop/hourly --last 24h --pod cart-0 --output cart-today.html"),
        ("the last hour, compared with the same hour a week ago", "jfr report s3://recordings/shop/hourly --last 1h --baseline 7d"),
    ];
}
