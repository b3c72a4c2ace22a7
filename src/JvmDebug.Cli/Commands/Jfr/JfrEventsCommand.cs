using System.CommandLine;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrEventsCommand : DescribedCommand, ICsvCommand, IOffCluster
{
    public JfrEventsCommand(Handler<JfrEventsRequest> run)
        : base("events", "Prints events with all their fields, one JSON object a line, or one type of them with -o csv. No cluster, no JDK.")
    {
        var files = RecordingArguments.Files();
        var types = new Option<string[]>("--type") { Description = "Only events of this type; jdk.GC* is a pattern; can be repeated.", HelpName = "NAME" };
        var conditions = new Option<string[]>("--where")
        {
            Description = "Only events that meet the condition, such as 'duration > 20ms', 'weight >= 1MiB', 'startTime > 2026-03-01T02:00:00Z' or 'eventThread.javaName ~ worker'; all of several.",
            HelpName = "CONDITION",
        };
        conditions.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                try
                {
                    EventCondition.Parse(token.Value);
                }
                catch (FormatException e)
                {
                    result.AddError(e.Message + ".");
                }
            }
        });
        Add(files);
        Add(types);
        Add(conditions);
        Validators.Add(result =>
        {
            if (result.GetValue(GlobalOptions.Output) == OutputFormat.Csv && (result.GetValue(types) is not [var one] || one.Contains('*', StringComparison.Ordinal)))
            {
                result.AddError("-o csv is a table of one type of events: name it with --type.");
            }
        });
        this.Runs(run, parsed => new JfrEventsRequest(parsed.GetRequiredValue(files), parsed.GetValue(types) ?? [], [.. (parsed.GetValue(conditions) ?? []).Select(EventCondition.Parse)]));
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("long waits for a lock", "jfr events cart.jfr --type jdk.JavaMonitorEnter --where 'duration > 20ms'"),
        ("every garbage collection, for a spreadsheet", "jfr events cart.jfr --type jdk.GarbageCollection -o csv"),
    ];
}
