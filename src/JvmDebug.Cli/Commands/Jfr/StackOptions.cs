using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Commands.Jfr;

/// <summary>Arguments and options of the commands that add up stacks.</summary>
internal static class StackOptions
{
    public const string All = "all";

    private static readonly string Names = string.Join(", ", StackEvent.Known.Select(known => known.Name));

    public static Option<string> Output(string extension)
    {
        var output = OutputOption.Of(OutputKinds.File | OutputKinds.Directory, $"File, or directory for a file named after the first recording ({extension}), replaced if it is there; - for standard output. (default '.')");
        output.Validators.Add(RequireDirectory);
        return output;
    }

    public static Option<bool> Lines() => new("--lines") { Description = "Tell lines of a method apart." };

    /// <param name="several">Names with commas between, or all: then the result is empty.</param>
    public static Option<StackEvent[]> Events(bool several) => new("--event")
    {
        Description = several
            ? $"What the graph is of: {Names}, or an event type like jdk.ClassLoad; several with commas between, or all. (default cpu)"
            : $"What to export: {Names}, or an event type like jdk.ClassLoad. (default cpu)",
        HelpName = "NAME",
        DefaultValueFactory = _ => [StackEvent.Find("cpu")!],
        CustomParser = result => ParseEvents(result, several),
    };

    /// <summary>A result must not replace what it is made of.</summary>
    public static void RequireOther(CommandResult result, Option<string> output, params IEnumerable<string> inputs)
    {
        if (result.GetValue(output) is { } path && path != "-" && inputs.Any(input => Target(input) == Target(path)))
        {
            result.AddError($"--output {path} would replace the recording it is made of.");
        }

        // A result is written where a link leads.
        static string Target(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A circle of links, or what the user may not look into, is no file that could be lost.
                return Path.GetFullPath(path);
            }
        }
    }

    // Known before minutes of reading.
    private static void RequireDirectory(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { Length: > 0 } output && Path.GetDirectoryName(Path.GetFullPath(output)) is { } directory && !Directory.Exists(directory))
        {
            result.AddError($"--output {output}: there is no directory {directory}. Make it, or name another.");
        }
    }

    private static StackEvent[] ParseEvents(ArgumentResult result, bool several)
    {
        var text = result.Tokens[0].Value;
        if (several && text == All)
        {
            return [];
        }

        var events = new List<StackEvent>();
        foreach (var name in several ? text.Split(',') : [text])
        {
            if (StackEvent.Find(name) is { } known)
            {
                events.Add(known);
            }
            else
            {
                result.AddError($"'{name}' is neither one of {Names} nor an event type like jdk.ClassLoad.");
            }
        }

        return [.. events.DistinctBy(known => known.Name)];
    }
}
