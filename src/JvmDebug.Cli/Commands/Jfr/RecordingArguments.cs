using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Help;
using JvmDebug.Cli.Recordings;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Jfr;

internal static class RecordingArguments
{
    public const string FileOrSink = "FILE|SINK";

    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("FILE") { Description = "Recordings on this machine; - for standard input.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result => RequireFiles(result, result.Tokens.Select(token => token.Value)));
        return files;
    }

    /// <summary>Files, or sinks for what they hold.</summary>
    public static Argument<string[]> Places()
    {
        var places = new Argument<string[]>(FileOrSink)
        {
            Description = "Recordings on this machine (- for standard input), or sinks (s3://BUCKET/PREFIX, azblob://ACCOUNT/CONTAINER/PREFIX, file:///DIRECTORY) for all recordings in them.",
            Arity = ArgumentArity.OneOrMore,
        };
        places.Validators.Add(result => RequirePlaces(result, result.Tokens.Select(token => token.Value)));
        return places;
    }

    /// <param name="what">Of which the files are, if they are not recordings.</param>
    public static void RequireFiles(SymbolResult result, IEnumerable<string> paths, string what = "recordings")
    {
        var words = paths.ToList();
        if (RefusesOption(result, words))
        {
            return;
        }

        foreach (var path in words.Where(path => path != PipedInput.StandardInput && !File.Exists(path)))
        {
            result.AddError(Directory.Exists(path) ? $"{path} is a directory; name the {what} in it." : $"There is no file {path}.");
        }
    }

    public static void RequirePlaces(SymbolResult result, IEnumerable<string> places)
    {
        var words = places.ToList();
        if (RefusesOption(result, words))
        {
            return;
        }

        foreach (var place in words)
        {
            if (SinkLocation.IsSink(place))
            {
                if (SinkLocation.TryParse(place, out var error) is null)
                {
                    result.AddError(error!);
                }
            }
            else if (Directory.Exists(place))
            {
                result.AddError($"{place} is a directory; name the recordings in it, or the directory as a sink: file://{Path.GetFullPath(place)}.");
            }
            else
            {
                RequireFiles(result, [place]);
            }
        }
    }

    /// <summary>An option that there is not is taken for the name of a file, and so are its values.</summary>
    public static bool RefusesOption(SymbolResult result, IReadOnlyList<string> words)
    {
        if (words.FirstOrDefault(word => word.Length > 1 && word[0] == '-' && !File.Exists(word)) is not { } unknown)
        {
            return false;
        }

        var own = GlobalOptions.CommandOf(result)?.Options ?? [];
        var near = Suggestion.For(unknown, own.Concat(GlobalOptions.All).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.Length > 2));
        result.AddError($"There is no option {unknown}.{(near is null ? "" : $" Did you mean {near}?")}");
        return true;
    }
}
