using System.CommandLine;

namespace JvmDebug.Cli.Commands.Jfr;

internal static class RecordingArguments
{
    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("FILE") { Description = "Recordings on this machine.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result => RequireFiles(result.Tokens.Select(token => token.Value), result.AddError));
        return files;
    }

    public static void RequireFiles(IEnumerable<string> paths, Action<string> refuse)
    {
        foreach (var path in paths.Where(path => !File.Exists(path)))
        {
            refuse(Directory.Exists(path) ? $"{path} is a directory; name the recordings in it." : $"There is no file {path}.");
        }
    }
}
