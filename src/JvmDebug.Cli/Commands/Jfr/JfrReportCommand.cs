using JvmDebug.Cli.Opening;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrReportCommand : DescribedCommand
{
    public JfrReportCommand(Handler<JfrReportRequest> run)
        : base("report", "Writes what a recording says as one HTML file: findings, timeline, hot methods, locks, I/O, flame graphs.")
    {
        var files = StackOptions.Recordings();
        var output = StackOptions.Output(".html");
        Add(files);
        Add(output);
        Add(OpenOption.Instance);
        Validators.Add(result => OpenOption.RefuseUnlessFile(result, result.GetValue(output)));
        Validators.Add(result => StackOptions.RequireOther(result, output, result.GetValue(files) ?? []));
        this.Runs(run, parsed => new JfrReportRequest(parsed.GetRequiredValue(files), parsed.GetRequiredValue(output)));
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
        [("to send to somebody, as cart-report.html", "jfr report cart.jfr")];
}
