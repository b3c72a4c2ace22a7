using System.CommandLine;
using System.Globalization;
using JvmDebug.Diagnostics.Schedules;

namespace JvmDebug.Cli.Commands.Schedule;

internal sealed class ScheduleListCommand : DescribedCommand
{
    public ScheduleListCommand(Handler<ScheduleListRequest> run)
        : base("list", "Schedules of the namespace, and what their last runs brought or why they failed.") =>
        this.Runs(run, _ => new ScheduleListRequest());

    public override string Usage => "[options]";
}

internal sealed class ScheduleRunCommand : DescribedCommand
{
    public ScheduleRunCommand(Handler<ScheduleNameRequest> run)
        : base("run", "Makes a run of a schedule now, and waits for its end.")
    {
        var name = ScheduleName.Argument();
        Add(name);
        this.Runs(run, parsed => new ScheduleNameRequest(parsed.GetRequiredValue(name)));
    }

    public override string Usage => "NAME [options]";
}

internal sealed class ScheduleDeleteCommand : DescribedCommand
{
    public ScheduleDeleteCommand(Handler<ScheduleNameRequest> run)
        : base("delete", "Deletes all that a schedule is in the cluster, running Jobs too. What its sink holds stays.")
    {
        var name = ScheduleName.Argument();
        Add(name);
        this.Runs(run, parsed => new ScheduleNameRequest(parsed.GetRequiredValue(name)));
    }

    public override string Usage => "NAME [options]";
}

internal sealed class ScheduleFetchCommand : DescribedCommand, IUsesSinks
{
    private const int Most = 10_000;

    public ScheduleFetchCommand(Handler<ScheduleFetchRequest> run)
        : base("fetch", "Brings what the last runs stored here, out of an s3:// or azblob:// sink.")
    {
        var name = ScheduleName.Argument();
        var last = new Option<int>("--last")
        {
            Description = "How many runs, counted from the newest. (default 1)",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most)
                {
                    return number;
                }

                result.AddError($"'{result.Tokens[0].Value}' is not a number of runs.");
                return 1;
            },
        };
        var output = OutputOption.Of(OutputKinds.Directory, "Directory for NAMESPACE/NAME/RUN/FILE. (default '.')");
        Add(name);
        Add(last);
        Add(output);
        this.Runs(run, parsed => new ScheduleFetchRequest(parsed.GetRequiredValue(name), parsed.GetValue(last), parsed.GetValue(output)!));
    }

    public override string Usage => "NAME [options]";
}

/// <summary>Hidden from the list of commands: it is what the Jobs execute.</summary>
internal sealed class RunScheduleCommand : DescribedCommand
{
    public RunScheduleCommand(Handler<ScheduledWork> run)
        : base("run-schedule", "What the Job of a schedule executes in the cluster: captures, stores, clears away. Logs JSON lines.")
    {
        Hidden = true;
        var options = new ScheduledWorkOptions(this);
        this.Runs(run, options.ToWork);
    }

    public override string Usage => "NAME -l SELECTOR --sink SINK [options]";
}
