using System.CommandLine;

namespace JvmDebug.Cli.Commands;

/// <summary>A command that only holds others; alone it shows its help, as kubectl's do.</summary>
internal sealed class GroupCommand : Command
{
    public GroupCommand(string name, string description, Func<Command, string> help, TextWriter stdout)
        : base(name, description) =>
        SetAction(_ => stdout.Write(help(this)));
}
