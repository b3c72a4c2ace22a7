using System.CommandLine;
using JvmDebug.Diagnostics.Sessions;

namespace JvmDebug.Cli.Commands.Session;

/// <summary>What names debug containers of ours.</summary>
internal sealed class SessionOptions
{
    private readonly Argument<string?> _pod = new("POD")
    {
        Description = "The pod they are in, or were made of; all of the namespace if not given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _all = new("--all-namespaces", "-A") { Description = "In all namespaces." };

    public SessionOptions(Command command)
    {
        command.Add(_pod);
        command.Add(_all);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_all) && result.GetValue(GlobalOptions.Namespace) is not null)
            {
                result.AddError("--all-namespaces and --namespace exclude each other.");
            }

            if (result.GetValue(_pod) is { } pod && (pod.Length == 0 || pod[0] == '-' || pod.Contains('/', StringComparison.Ordinal)))
            {
                result.AddError($"'{pod}' is not the name of a pod.");
            }
        });
    }

    public SessionRequest ToRequest(ParseResult parsed) => new() { Pod = parsed.GetValue(_pod), AllNamespaces = parsed.GetValue(_all) };
}
