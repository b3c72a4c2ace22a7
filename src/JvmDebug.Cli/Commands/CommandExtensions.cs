using System.CommandLine;

namespace JvmDebug.Cli.Commands;

internal static class CommandExtensions
{
    /// <summary>Makes <paramref name="run"/> the command's action, on the request its options make.</summary>
    public static void Runs<TRequest>(this Command command, Handler<TRequest> run, Func<ParseResult, TRequest> toRequest) =>
        command.SetAction(async (parsed, cancellationToken) => (int)await run(GlobalOptions.ToSettings(parsed), toRequest(parsed), cancellationToken));
}
