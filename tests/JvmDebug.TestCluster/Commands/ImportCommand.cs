using System.CommandLine;
using JvmDebug.TestCluster.Node.Containerd;

namespace JvmDebug.TestCluster.Commands;

/// <summary><c>testcluster import</c>: brings one more image archive into a running cluster.</summary>
internal static class ImportCommand
{
    public static Command Build()
    {
        var directory = CommandOptions.Directory();
        var file = new Argument<string>("file") { Description = "A docker or OCI archive with image names" };
        var command = new Command("import", "Imports an image archive into a running cluster.") { directory, file };
        command.SetAction((parsed, cancellationToken) => Reported.RunAsync(() => RunAsync(
            new NodePaths(parsed.GetValue(directory)!), Path.GetFullPath(parsed.GetValue(file)!), cancellationToken)));
        return command;
    }

    private static async Task RunAsync(NodePaths paths, string file, CancellationToken cancellationToken)
    {
        var snapshotter = await Snapshotter.ChooseAsync(paths.ContainerdRoot, cancellationToken);
        string[] arguments = ["--address", paths.Socket, "--namespace", "k8s.io", "images", "import", "--snapshotter", snapshotter, file];
        Console.Write(await Tool.RunAsync("ctr", arguments, cancellationToken));
    }
}
