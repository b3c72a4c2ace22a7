using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>
/// A JVM that takes an attach and never answers: its one attach listener is stuck in the command before, as an agent's that hangs
/// does it. Here it writes to a pipe that nobody reads.
/// </summary>
public sealed class HungTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private static readonly string[] Quiet = ["--image-pull-policy", "IfNotPresent", "-q"];

    [Fact(Timeout = 300_000)]
    public async Task The_doctor_says_so_and_what_it_advises_brings_the_dump_out_of_the_log()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(new PodBuilder().Image(Images.Java25).Command("sh", "-c", "mkfifo /tmp/pipe; exec java -Xmx64m -cp /app demo.Stuck"));
        target.PrintsThreads();
        string[] common = ["-n", ns.Name, "--image", Images.Own, .. Quiet];
        using var stuck = Binary.Start(["jcmd", target.Name, .. common, "--", "Thread.dump_to_file", "-overwrite", "/tmp/pipe"]);
        await WaitUntilStuckAsync(target);

        var examined = new Examined(await Binary.RunAsync(["doctor", target.Name, .. common, "--inject", "-o", "json"]));
        examined.Exits(5).Says("attach", "fail", "attach listener is stuck", $"jvmdebug threads {target.Name} -n {ns.Name} -c app");

        var threads = await Binary.RunAsync([.. examined.Fix("attach").Split(' ')[1..], .. common[2..], "--fail-on", "deadlock", "--output", "hung"]);

        Assert.True(threads.ExitCode == 7, threads.ToString());
        Assert.Contains("gave no answer within 30 s", threads.Stderr, StringComparison.Ordinal);
        Assert.Contains("Deadlock of 2 threads: transfer-1, transfer-2", threads.Stdout, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Here, "hung"), "*.threads.txt"));

        await InTargetAsync(target, "cat /tmp/pipe > /dev/null");
        await stuck.WaitAsync();
    }

    private async Task WaitUntilStuckAsync(TargetPod target)
    {
        // The socket comes with the first attach, and the command right after it.
        for (var attempt = 0; !(await InTargetAsync(target, "ls -a /tmp")).Contains(".java_pid1", StringComparison.Ordinal); attempt++)
        {
            Assert.True(attempt < 60, "No attach was made.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
    }

    private async Task<string> InTargetAsync(TargetPod target, string script)
    {
        await using var session = await new PodExec(Cluster.Admin).StartAsync(new ContainerRef(target.Namespace, target.Name, "app"), ["sh", "-c", script], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(session.Stdout);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
