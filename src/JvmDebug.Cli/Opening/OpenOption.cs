using System.CommandLine;
using System.CommandLine.Parsing;

namespace JvmDebug.Cli.Opening;

/// <summary><c>--open</c>, the same of every command whose result can be looked at.</summary>
internal static class OpenOption
{
    /// <summary>Of a command that brings recordings. One object for all of them, so that the settings can ask for it whichever was called.</summary>
    public static readonly Option<bool> OfRecording = new("--open") { Description = "Open the recording: in JDK Mission Control if jmc is on the PATH, else its report in the browser." };

    /// <summary>Likewise, of a command that writes a page.</summary>
    public static readonly Option<bool> OfPage = new("--open") { Description = "Open the page in the browser." };

    public static bool IsGiven(SymbolResult result) => result.GetValue(OfRecording) || result.GetValue(OfPage);

    /// <summary>Where a result may also go to standard output or a sink there is nothing to open.</summary>
    public static void RefuseUnlessFile(CommandResult result, string? output)
    {
        if (IsGiven(result) && output is not null && (output == Recordings.OutputFile.StandardOutput || Storage.SinkLocation.IsSink(output)))
        {
            result.AddError($"--open opens a file on this machine, and --output {output} is none.");
        }
    }
}
