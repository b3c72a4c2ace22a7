using System.CommandLine;
using System.CommandLine.Parsing;

namespace JvmDebug.Cli.Opening;

/// <summary><c>--open</c>, the same of every command whose result can be looked at.</summary>
internal static class OpenOption
{
    /// <summary>One object for all commands, so that the settings can ask for it whichever was called.</summary>
    public static readonly Option<bool> Instance = new("--open") { Description = "Open the result: a recording in JDK Mission Control if jmc is on the PATH, else its report in the browser." };

    /// <summary>Where a result may also go to standard output or a sink there is nothing to open.</summary>
    public static void RefuseUnlessFile(CommandResult result, string? output)
    {
        if (result.GetValue(Instance) && output is not null && (output == Recordings.OutputFile.StandardOutput || Storage.SinkLocation.IsSink(output)))
        {
            result.AddError($"--open opens a file on this machine, and --output {output} is none.");
        }
    }
}
