using System.CommandLine;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Jfr;

internal static class RecordingArguments
{
    public const string FileOrSink = "FILE|SINK";

    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("FILE") { Description = "Recordings on this machine.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result => RequireFiles(result.Tokens.Select(token => token.Value), result.AddError));
        return files;
    }

    /// <summary>Files, or sinks for what they hold.</summary>
    public static Argument<string[]> Places()
    {
        var places = new Argument<string[]>(FileOrSink)
        {
            Description = "Recordings on this machine, or sinks (s3://BUCKET/PREFIX, azblob://ACCOUNT/CONTAINER/PREFIX, file:///DIRECTORY) for all recordings in them.",
            Arity = ArgumentArity.OneOrMore,
        };
        places.Validators.Add(result => RequirePlaces(result.Tokens.Select(token => token.Value), result.AddError));
        return places;
    }

    public static void RequireFiles(IEnumerable<string> paths, Action<string> refuse)
    {
        foreach (var path in paths.Where(path => !File.Exists(path)))
        {
            refuse(Directory.Exists(path) ? $"{path} is a directory; name the recordings in it." : $"There is no file {path}.");
        }
    }

    public static void RequirePlaces(IEnumerable<string> places, Action<string> refuse)
    {
        foreach (var place in places)
        {
            if (SinkLocation.IsSink(place))
            {
                if (SinkLocation.TryParse(place, out var error) is null)
                {
                    refuse(error!);
                }
            }
            else if (Directory.Exists(place))
            {
                refuse($"{place} is a directory; name the recordings in it, or the directory as a sink: file://{Path.GetFullPath(place)}.");
            }
            else
            {
                RequireFiles([place], refuse);
            }
        }
    }
}
