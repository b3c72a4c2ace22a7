using System.CommandLine.Parsing;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Values;

/// <summary>What <c>--output</c> of a command names: a place on this machine, or a sink.</summary>
internal static class OutputPlace
{
    public static void Check(OptionResult result)
    {
        var output = result.GetValueOrDefault<string>();
        if (string.IsNullOrWhiteSpace(output))
        {
            result.AddError("--output names a file, a directory or a sink.");
        }
        else if (SinkLocation.IsSink(output) && SinkLocation.TryParse(output, out var error) is null)
        {
            result.AddError($"--output: {error}");
        }
    }
}
