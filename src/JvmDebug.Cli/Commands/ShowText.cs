using System.CommandLine;
using System.CommandLine.Invocation;

namespace JvmDebug.Cli.Commands;

/// <summary>Writes a text instead of running the command, whatever else is wrong with the command line.</summary>
internal sealed class ShowText(Func<ParseResult, string> text, TextWriter stdout) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        stdout.Write(text(parseResult));
        return (int)ExitCode.Ok;
    }
}
