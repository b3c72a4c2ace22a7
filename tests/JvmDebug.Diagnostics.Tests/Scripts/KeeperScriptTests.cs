using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

public class KeeperScriptTests
{
    // https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/: $(VAR) is a variable, $$ is $.
    [Fact]
    public void The_keepers_command_means_the_same_when_Kubernetes_has_expanded_it()
    {
        var script = string.Join('\n', PodScript.KeeperCommand(TimeSpan.FromMinutes(10)));

        Assert.DoesNotContain("$$", script, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\$\([A-Za-z_.-][A-Za-z0-9_.-]*\)", script);
    }
}
