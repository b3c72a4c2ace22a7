using System.Runtime.CompilerServices;
using JvmDebug.Diagnostics.Access;
using JvmDebug.Kubernetes.Access;
using Xunit;

namespace JvmDebug.Cli.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_Role_in_the_README_is_what_rbac_prints()
    {
        var manifest = new RoleManifest("jvmdebug", "NAMESPACE", RoleRule.Of(Operations.Default.Permissions), []).ToYaml();

        Assert.Contains(string.Join('\n', manifest.Split('\n').Where(line => line.StartsWith("- {apiGroups", StringComparison.Ordinal))), Readme(), StringComparison.Ordinal);
    }

    private static string Readme([CallerFilePath] string self = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(self)!, "..", "..", "README.md"));
}
