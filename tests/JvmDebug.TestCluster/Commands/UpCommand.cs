using System.CommandLine;
using JvmDebug.TestCluster.Hosting;

namespace JvmDebug.TestCluster.Commands;

/// <summary><c>testcluster up</c>: runs in the foreground until Ctrl-C or SIGTERM, then removes everything.</summary>
internal static class UpCommand
{
    public static Command Build()
    {
        var directory = CommandOptions.Directory();
        var images = new Option<string>("--images") { Description = "Image archives (*.tar) to import", Required = true };
        var kubeconfig = CommandOptions.Kubeconfig("Where to write the kubeconfig; DIRECTORY/kubeconfig if not given");
        var command = new Command("up", "Starts a cluster and keeps it until interrupted. Prints 'ready KUBECONFIG' when it can be used.")
        {
            directory, images, kubeconfig,
        };
        command.SetAction((parsed, cancellationToken) => Reported.RunAsync(() => RunAsync(
            new ClusterHostOptions(parsed.GetValue(directory)!, parsed.GetValue(images)!, parsed.GetValue(kubeconfig)), cancellationToken)));
        return command;
    }

    private static async Task RunAsync(ClusterHostOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var cluster = await ClusterHost.StartAsync(options, cancellationToken);
            Console.WriteLine($"ready {cluster.KubeconfigPath}");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Being interrupted is how it ends.
        }
    }
}
