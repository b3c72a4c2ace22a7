using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>Debug images with less in them than ours.</summary>
public sealed class AttachToolTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    /// <summary>The PATH /tmp/tools has neither jattach nor perl, so that the image's JDK has to do it.</summary>
    internal const string OnlyAJdk = """
        mkdir -p /tmp/tools
        for file in /usr/bin/*; do case $file in */jattach | */perl*) ;; *) ln -sf "$file" /tmp/tools/ ;; esac; done
        """;

    [Theory(Timeout = 120_000)]
    [InlineData("jdk17")]
    [InlineData("jdk21")]
    public async Task A_JDK_alone_attaches_also_where_its_jcmd_refuses_a_link_to_the_socket(string image)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        await JcmdAsync(target, Images.Debug(image), "VM.version");
        var debugger = new ContainerRef(target.Namespace, target.Name, (await ns.DebugContainersAsync(target.Name))[0]);
        await ExecAsync(debugger, default, "sh", "-c", OnlyAJdk);

        var said = await ExecAsync(debugger, PodScript.Body, ["env", "PATH=/tmp/tools", .. PodScript.Command(DebugWay.Beside, false, "run_jcmd", "-", "-", "-", "VM.version")]);
        Assert.DoesNotContain("tool perl", said, StringComparison.Ordinal);
        Assert.DoesNotContain("tool jattach", said, StringComparison.Ordinal);
        Assert.Contains("\nJDK 17.", said, StringComparison.Ordinal);
        Assert.Equal("", await ExecAsync(debugger, default, "sh", "-c", "ls -d /tmp/tmp.* 2> /dev/null || true"));
    }
}
