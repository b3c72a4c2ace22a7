using System.Runtime.CompilerServices;

namespace JvmDebug.EndToEnd.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Artifact(params string[] parts) => Path.Combine([Root, "artifacts", .. parts]);

    private static string Find([CallerFilePath] string self = "")
    {
        var directory = Path.GetDirectoryName(self);
        while (directory is not null && !File.Exists(Path.Combine(directory, "JvmDebug.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("The repository's root was not found from " + self);
    }
}
