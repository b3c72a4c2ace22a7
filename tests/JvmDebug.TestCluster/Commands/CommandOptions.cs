using System.CommandLine;

namespace JvmDebug.TestCluster.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommandOptions
{
    public static Option<string> Directory() => new("--directory") { Description = "Where the cluster keeps everything", Required = true };

    public static Option<string?> Kubeconfig(string description) => new("--kubeconfig") { Description = description };
}
