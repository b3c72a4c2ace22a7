using System.CommandLine;
using JvmDebug.TestCluster.Hosting;

namespace JvmDebug.TestCluster.Commands;

/// <summary><c>testcluster apply</c>: kubectl apply --server-side for machines without a kubectl.</summary>
internal static class ApplyCommand
{
    public static Command Build()
    {
        var kubeconfig = new Option<string>("--kubeconfig") { Description = "The kubeconfig that 'up' wrote", Required = true };
        var file = new Argument<string>("file") { Description = "A manifest of one or more objects" };
        var command = new Command("apply", "Creates or updates the objects of a manifest, as kubectl apply --server-side does.") { kubeconfig, file };
        command.SetAction((parsed, cancellationToken) => Reported.RunAsync(() => RunAsync(
            parsed.GetValue(kubeconfig)!, parsed.GetValue(file)!, cancellationToken)));
        return command;
    }

    private static async Task RunAsync(string kubeconfig, string file, CancellationToken cancellationToken)
    {
        using var client = new ApiClient(kubeconfig);
        foreach (var value in YamlDocuments.Read(await File.ReadAllTextAsync(file, cancellationToken)))
        {
            Console.WriteLine(await client.ApplyAsync(value, cancellationToken));
        }
    }
}
