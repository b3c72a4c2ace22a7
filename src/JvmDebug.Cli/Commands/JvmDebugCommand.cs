using System.CommandLine;
using System.CommandLine.Help;
using JvmDebug.Cli.Commands.Jfr;

namespace JvmDebug.Cli.Commands;

/// <summary>The command tree; the folders beside this file have its shape.</summary>
internal static class JvmDebugCommand
{
    public static Command Create(CompositionRoot composition)
    {
        // Not a RootCommand: that one is named after the file, which may be kubectl-jvmdebug or a renamed copy.
        var root = new Command("jvmdebug", "Diagnoses JVMs in Kubernetes pods that offer nothing to work with: distroless, non-root, restricted, no JDK.")
        {
            new PsCommand(composition),
            new JcmdCommand(composition),
            new Command("jfr", "Flight Recorder: capture a recording, read a file.")
            {
                new JfrCaptureCommand(composition),
                new JfrSummaryCommand(composition),
            },
        };
        root.Add(new HelpOption { Recursive = true });
        root.Add(new VersionOption());
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        return root;
    }
}
