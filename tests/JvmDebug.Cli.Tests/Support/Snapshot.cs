using System.Runtime.CompilerServices;
using Xunit;

namespace JvmDebug.Cli.Tests.Support;

/// <summary>Compares a text with the stored one. JVMDEBUG_UPDATE_SNAPSHOTS=1 stores it instead; the diff is then for review.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("JVMDEBUG_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no snapshot {name}; JVMDEBUG_UPDATE_SNAPSHOTS=1 makes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
