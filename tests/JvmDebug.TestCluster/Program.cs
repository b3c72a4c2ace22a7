using System.CommandLine;
using JvmDebug.TestCluster.Commands;

var root = new RootCommand("A one-node Kubernetes cluster with real containers, for tests and for work by hand.")
{
    UpCommand.Build(),
    DownCommand.Build(),
    ImportCommand.Build(),
    ApplyCommand.Build(),
};

// Removing the pods of a cluster takes longer than the two seconds that are the default.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
