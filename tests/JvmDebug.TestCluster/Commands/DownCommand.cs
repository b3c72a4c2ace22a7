using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using JvmDebug.TestCluster.Hosting;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Node.Containerd;

namespace JvmDebug.TestCluster.Commands;

/// <summary><c>testcluster down</c>: ends a running cluster in order, and clears away what a crashed one left.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public static Command Build()
    {
        var directory = CommandOptions.Directory();
        var command = new Command("down", "Ends the cluster of a directory and removes what it made, after a crash as well.") { directory };
        command.SetAction((parsed, cancellationToken) => Reported.RunAsync(() => RunAsync(new ClusterDirectory(parsed.GetValue(directory)!), cancellationToken)));
        return command;
    }

    private static async Task RunAsync(ClusterDirectory directory, CancellationToken cancellationToken)
    {
        if (directory.RunningProcess() is { } pid)
        {
            await Tool.TryAsync("kill", ["-TERM", pid.ToString(CultureInfo.InvariantCulture)], cancellationToken);
            var waited = Stopwatch.StartNew();
            while (directory.RunningProcess() is not null && waited.Elapsed < _patience)
            {
                await Task.Delay(100, cancellationToken);
            }
        }

        using var claim = directory.Claim();
        await NodeHost.CleanUpAsync(directory.Path, cancellationToken);
    }
}
