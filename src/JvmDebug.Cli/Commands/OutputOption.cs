using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands;

/// <summary>What <c>--output</c> of a command may name.</summary>
[Flags]
internal enum OutputKinds
{
    File = 1,
    Directory = 2,
    Sink = 4,
}

/// <summary><c>--output</c>, checked the same way for every command that has one.</summary>
internal static class OutputOption
{
    private static readonly (OutputKinds Kind, string HelpName, string Words)[] Names =
    [
        (OutputKinds.File, "FILE", "a file"),
        (OutputKinds.Directory, "DIR", "a directory"),
        (OutputKinds.Sink, "SINK", "a sink"),
    ];

    /// <param name="description">Ends with what holds where the option is not given, in brackets.</param>
    public static Option<string> Of(OutputKinds kinds, string description)
    {
        var option = new Option<string>("--output")
        {
            Description = description,
            HelpName = string.Join('|', Names.Where(name => kinds.HasFlag(name.Kind)).Select(name => name.HelpName)),
            DefaultValueFactory = _ => ".",
        };
        option.Validators.Add(result => Check(result, kinds));
        return option;
    }

    private static void Check(OptionResult result, OutputKinds kinds)
    {
        var output = result.GetValueOrDefault<string>();
        if (string.IsNullOrWhiteSpace(output))
        {
            result.AddError($"--output names {Words(kinds)}.");
        }
        else if (output is "json" or "text" or "html" or "csv" or "yaml" or "wide")
        {
            // Taken for kubectl's --output, it would leave a file of that name and no word about it.
            result.AddError($"--output says where to, not in what form: that is -o {output}. A file or directory of that name is ./{output}.");
        }
        else if (SinkLocation.IsSink(output))
        {
            // Where no sink is taken, a path made of it would be a local directory 's3:'.
            var error = kinds.HasFlag(OutputKinds.Sink) ? SinkError(output) : $"this command writes on this machine alone, and {output} is not here; name {Words(kinds)}.";
            if (error is not null)
            {
                result.AddError($"--output: {error}");
            }
        }
    }

    private static string? SinkError(string output) => SinkLocation.TryParse(output, out var error) is null ? error : null;

    private static string Words(OutputKinds kinds)
    {
        var words = Names.Where(name => kinds.HasFlag(name.Kind)).Select(name => name.Words).ToList();
        return words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
    }
}
