using System.CommandLine;

namespace JvmDebug.Cli.Commands;

/// <summary>A command that does something, with what its help shows beside the options.</summary>
internal abstract class DescribedCommand(string name, string description) : Command(name, description)
{
    /// <summary>What follows the command's name in the usage line.</summary>
    public abstract string Usage { get; }

    /// <summary>Comment and command line without the program's name.</summary>
    public virtual IReadOnlyList<(string Purpose, string Arguments)> Examples => [];
}
