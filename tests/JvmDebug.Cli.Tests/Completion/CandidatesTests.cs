using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Completion;

public sealed class CandidatesTests
{
    private const string NoFiles = ":4";
    private const string Files = ":0";

    [Theory(Timeout = 15000)]
    [InlineData("", NoFiles, "ps", "doctor", "jfr", "threads", "heap", "jcmd", "session", "rbac", "schedule", "completion", "version")]
    [InlineData("j", NoFiles, "jfr", "jcmd")]
    [InlineData("jfr ", NoFiles, "capture", "start", "check", "dump", "stop", "fetch", "summary", "report", "diff", "flamegraph", "export", "view", "events", "metadata")]
    [InlineData("-n shop jfr ca", NoFiles, "capture")]
    [InlineData("jfr capture --du", NoFiles, "--duration")]
    [InlineData("jfr capture x --co", NoFiles, "--container", "--context")]
    [InlineData("jfr capture x --settings ", Files, "default", "profile")]
    [InlineData("jfr capture x --settings p", Files, "profile")]
    [InlineData("jfr capture x --output ", Files)]
    [InlineData("ps x --mode e", NoFiles, "ephemeral", "exec")]
    [InlineData("ps x -o ", NoFiles, "text", "json")]
    [InlineData("ps x --image-pull-policy A", NoFiles, "Always")]
    [InlineData("ps x -q --an", NoFiles, "--any")]
    [InlineData("ps x --kubeconfig ", Files)]
    [InlineData("ps x --token ", NoFiles)]
    [InlineData("ps x ", NoFiles)]
    [InlineData("jfr summary ", Files)]
    [InlineData("jfr diff ", Files)]
    [InlineData("jfr diff s3://b --ba", NoFiles, "--baseline", "--baseline-pod")]
    [InlineData("jfr diff s3://b --baseline ", Files)]
    [InlineData("jfr diff s3://b --last ", NoFiles, "1h", "24h", "7d")]
    [InlineData("schedule fetch x --last ", NoFiles)]
    [InlineData("jfr diff s3://b --fail-on ", NoFiles, "regression")]
    [InlineData("jfr summary s3://b --fail-on ", NoFiles, "warning", "error")]
    [InlineData("threads x --fail-on ", NoFiles, "deadlock")]
    [InlineData("completion ", NoFiles, "bash", "zsh", "fish", "powershell", "kubectl")]
    [InlineData("jcmd x -- GC.h", NoFiles, "GC.heap_info")]
    [InlineData("jcmd x -- Thread.print -", NoFiles)]
    public async Task A_word_is_completed_where_it_stands(string words, string directive, params string[] values)
    {
        var lines = await LinesAsync(words);

        Assert.Equal(values, lines[..^1].Select(line => line.Split('\t')[0]));
        Assert.Equal(directive, lines[^1]);
    }

    [Fact(Timeout = 15000)]
    public async Task A_target_is_completed_from_the_running_pods_of_the_namespace()
    {
        using var cli = new TestCli { Names = new Dictionary<string, string[]> { ["Pod"] = ["cart-0", "cart-1", "db-0"] } };
        var lines = await LinesAsync("jfr capture -n shop --context prod ca", cli);

        Assert.Equal(["cart-0", "cart-1", NoFiles], lines);
        Assert.Equal(("shop", "prod"), (cli.Settings!.Cluster.Namespace, cli.Settings.Cluster.Context));
    }

    [Theory(Timeout = 15000)]
    [InlineData("ps pod/d", "pod/db-0", ":4")]
    [InlineData("ps de", "deploy/", ":6")]
    [InlineData("ps deploy/c", "deploy/cart", ":4")]
    [InlineData("ps deployment.apps/", "deployment.apps/cart", "deployment.apps/web", ":4")]
    [InlineData("ps sts/", ":4")]
    [InlineData("ps cm/", ":4")]
    [InlineData("ps local/", ":4")]
    [InlineData("session stop deploy/", ":4")]
    [InlineData("session stop d", "db-0", ":4")]
    [InlineData("session stop de", ":6")]
    public async Task A_target_can_begin_with_its_kind(string words, params string[] lines)
    {
        using var cli = new TestCli { Names = new Dictionary<string, string[]> { ["Pod"] = ["cart-0", "db-0"], ["Deployment"] = ["cart", "web"] } };
        Assert.Equal(lines, await LinesAsync(words, cli));
    }

    [Theory(Timeout = 15000)]
    [InlineData("ps -n s", "shop", "staging", ":4")]
    [InlineData("ps x --namespace st", "staging", ":4")]
    [InlineData("-n sh", "shop", ":4")]
    [InlineData("ps --context ", "prod", "test", ":4")]
    [InlineData("ps cart-0 -c ", "app", "proxy", ":4")]
    [InlineData("jfr capture deploy/cart -n shop --container w", "web", ":4")]
    [InlineData("threads -l app=cart -c ", "main", ":4")]
    [InlineData("ps -c ", ":4")]
    [InlineData("schedule create x -l app=cart -c ", "main", ":4")]
    public async Task An_option_is_completed_with_what_it_can_name(string words, params string[] lines)
    {
        using var cli = new TestCli
        {
            Names = new Dictionary<string, string[]>
            {
                ["namespaces"] = ["shop", "staging"],
                ["contexts"] = ["prod", "test"],
                ["cart-0"] = ["app", "proxy"],
                ["deploy/cart"] = ["web"],
                ["-l app=cart"] = ["main"],
            },
        };
        Assert.Equal(lines, await LinesAsync(words, cli));
    }

    [Theory(Timeout = 15000)]
    [InlineData("ps --request-timeout never ca")]
    [InlineData("ps x --request-timeout never -c ")]
    public async Task Where_the_words_before_make_no_sense_nobody_is_asked(string words)
    {
        using var cli = new TestCli { Names = new Dictionary<string, string[]> { ["Pod"] = ["cart-0"], ["x"] = ["app"] } };

        Assert.Matches("^:[46]$", Assert.Single(await LinesAsync(words, cli)));
        Assert.Null(cli.Settings);
    }

    [Fact(Timeout = 15000)]
    public async Task Without_a_cluster_the_kinds_are_left() =>
        Assert.Equal(["pod/", "deploy/", "sts/", "ds/", "rs/", "job/", "svc/", ":6"], await LinesAsync("ps "));

    private static async Task<string[]> LinesAsync(string words, TestCli? given = null)
    {
        using var own = new TestCli();
        var run = await (given ?? own).RunAsync(["__complete", .. words.Split(' ')]);
        Assert.Equal((0, "", false), (run.ExitCode, run.Stderr, run.Ran));
        return run.Stdout.TrimEnd('\n').Split('\n');
    }
}
