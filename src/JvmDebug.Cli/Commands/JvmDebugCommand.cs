using System.CommandLine;
using System.CommandLine.Help;
using JvmDebug.Cli.Commands.Heap;
using JvmDebug.Cli.Commands.Jfr;
using JvmDebug.Cli.Commands.Schedule;
using JvmDebug.Cli.Commands.Session;
using JvmDebug.Cli.Commands.Threads;
using JvmDebug.Cli.Help;

namespace JvmDebug.Cli.Commands;

/// <summary>The command tree; the folders beside this file have its shape.</summary>
internal static class JvmDebugCommand
{
    /// <param name="diagnosticCommand">The words after <c>--</c>; null if there is none.</param>
    public static Command Create(CommandHandlers handlers, AppConsole console, IReadOnlyList<string>? diagnosticCommand = null)
    {
        var help = new HelpText(console.DisplayName).For;
        // Not a RootCommand: that one is named after the file, which may be kubectl-jvmdebug or a renamed copy.
        var root = new GroupCommand("jvmdebug", "Diagnoses JVMs in Kubernetes pods that offer nothing to work with: distroless, non-root, restricted, no JDK.", help, console.Stdout)
        {
            new PsCommand(handlers.Ps),
            new DoctorCommand(handlers.Doctor),
            new GroupCommand("jfr", "Flight Recorder: capture or control recordings, read files.", help, console.Stdout)
            {
                new JfrCaptureCommand(handlers.JfrCapture, handlers.JfrControl.Start),
                new JfrStartCommand(handlers.JfrControl.Start),
                new JfrCheckCommand(handlers.JfrControl.Check),
                new JfrDumpCommand(handlers.JfrControl.Bring),
                new JfrStopCommand(handlers.JfrControl.Bring),
                new JfrFetchCommand(handlers.JfrControl.Bring),
                new JfrSummaryCommand(handlers.JfrSummary),
                new JfrReportCommand(handlers.JfrStacks.Report),
                new JfrDiffCommand(handlers.JfrStacks.Diff),
                new JfrFlamegraphCommand(handlers.JfrStacks.Flamegraph),
                new JfrExportCommand(handlers.JfrStacks.Export),
                new JfrViewCommand(handlers.JfrQuery.View),
                new JfrEventsCommand(handlers.JfrQuery.Events),
                new JfrMetadataCommand(handlers.JfrQuery.Metadata),
            },
            new ThreadsCommand(handlers.Threads),
            new GroupCommand("heap", "The heap: dump it, or count what is in it.", help, console.Stdout)
            {
                new HeapDumpCommand(handlers.Heap.Dump),
                new HeapHistogramCommand(handlers.Heap.Histogram),
            },
            new JcmdCommand(handlers.Jcmd, diagnosticCommand),
            new GroupCommand("session", "Debug containers that were left running for reuse: show them, end them.", help, console.Stdout)
            {
                new SessionListCommand(handlers.Session.List),
                new SessionStopCommand(handlers.Session.Stop),
            },
            new RbacCommand(handlers.Rbac),
            new GroupCommand("schedule", "Recordings and dumps that the cluster takes by itself: a CronJob, into a bucket or a volume.", help, console.Stdout)
            {
                new ScheduleCreateCommand(handlers.Schedule.Create),
                new ScheduleListCommand(handlers.Schedule.List),
                new ScheduleRunCommand(handlers.Schedule.Run),
                new ScheduleFetchCommand(handlers.Schedule.Fetch),
                new ScheduleDeleteCommand(handlers.Schedule.Delete),
            },
            new RunScheduleCommand(handlers.Schedule.Work),
            new CompletionCommand(console.Stdout),
            new VersionCommand(console.Stdout),
        };
        root.Add(new HelpOption { Recursive = true, Action = new ShowText(parsed => help(parsed.CommandResult.Command), console.Stdout) });
        root.Add(new VersionOption { Action = new ShowText(_ => VersionCommand.Line + Environment.NewLine, console.Stdout) });
        GlobalOptions.AddTo(root);
        Check(root);
        return root;
    }

    private static void Check(Command command)
    {
        command.Validators.Add(GlobalOptions.Check);
        ValuesFirst.In(command);
        foreach (var subcommand in command.Subcommands)
        {
            Check(subcommand);
        }
    }
}
