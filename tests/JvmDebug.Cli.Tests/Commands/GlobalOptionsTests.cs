using JvmDebug.Cli.Tests.Support;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class GlobalOptionsTests
{
    [Fact(Timeout = 15000)]
    public async Task Nothing_said_is_what_the_kubeconfig_says()
    {
        using var cli = new TestCli();
        await cli.RunAsync("ps", "cart-0");

        Assert.Equal(new GlobalSettings(cli.Settings!.Cluster), cli.Settings);
        Assert.Equal(new ClusterOptions { AsGroups = cli.Settings.Cluster.AsGroups, AloneUsesTls = true }, cli.Settings.Cluster);
        Assert.Empty(cli.Settings.Cluster.AsGroups);
    }

    [Fact(Timeout = 15000)]
    public async Task Each_of_kubectls_options_reaches_the_connection()
    {
        using var cli = new TestCli();
        var run = await cli.RunAsync(("--kubeconfig k --context c --cluster cl --user u -n ns -s https://h:6443 --token t --as me --as-group g1 --as-group g2 --as-uid 7 "
            + "--certificate-authority ca --client-certificate cc --client-key ck --tls-server-name tls --request-timeout 5s ps cart-0").Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Stderr));
        Assert.Equal(
            new ClusterOptions
            {
                KubeConfig = "k",
                Context = "c",
                Cluster = "cl",
                User = "u",
                Namespace = "ns",
                Server = "https://h:6443",
                Token = "t",
                As = "me",
                AsUid = "7",
                AsGroups = cli.Settings!.Cluster.AsGroups,
                CertificateAuthority = "ca",
                ClientCertificate = "cc",
                ClientKey = "ck",
                TlsServerName = "tls",
                RequestTimeout = TimeSpan.FromSeconds(5),
                AloneUsesTls = true,
            },
            cli.Settings.Cluster);
        Assert.Equal(["g1", "g2"], cli.Settings.Cluster.AsGroups);
    }

    [Fact(Timeout = 15000)]
    public async Task They_may_stand_behind_the_command_and_be_written_in_every_usual_way()
    {
        using var cli = new TestCli();
        await cli.RunAsync("ps", "cart-0", "-n=shop", "--context=prod", "-ojson", "-q", "-v", "--insecure-skip-tls-verify", "--self-trace", "x.nettrace", "--request-timeout", "0");

        Assert.Equal(("shop", "prod", true, TimeSpan.Zero), (cli.Settings!.Cluster.Namespace, cli.Settings.Cluster.Context, cli.Settings.Cluster.InsecureSkipTlsVerify, cli.Settings.Cluster.RequestTimeout!.Value));
        Assert.Equal((OutputFormat.Json, true, true, "x.nettrace"), (cli.Settings.Output, cli.Settings.Quiet, cli.Settings.Verbose, cli.Settings.SelfTrace));
    }

    // S3 and Azure are trusted as the system says.
    [Theory(Timeout = 15000)]
    [InlineData("jfr capture cart-0 --output x.jfr", true)]
    [InlineData("jfr capture cart-0 --output s3://bucket/night", false)]
    [InlineData("jfr capture cart-0 --output=azblob://box/night", false)]
    [InlineData("schedule create night --cron @daily -l app=cart --action jfr --cli-image c --sink s3://bucket", false)]
    [InlineData("schedule fetch night", false)]
    [InlineData("schedule list", true)]
    public async Task The_cluster_is_alone_with_TLS_unless_a_sink_is_spoken_to(string commandLine, bool alone)
    {
        using var cli = new TestCli();
        var run = await cli.RunAsync(commandLine.Split(' '));

        Assert.True(run.Ran, run.Stderr);
        Assert.Equal(alone, cli.Settings!.Cluster.AloneUsesTls);
    }

    [Theory(Timeout = 15000)]
    [InlineData("-o yaml", "is not an output format")]
    [InlineData("--request-timeout 30", "Did you mean 30s?")]
    [InlineData("--as-group g", "need --as")]
    [InlineData("--as-uid 7", "need --as")]
    [InlineData("--insecure-skip-tls-verify --certificate-authority ca", "exclude each other")]
    [InlineData("--client-key k", "go together")]
    [InlineData("--client-certificate c", "go together")]
    [InlineData("--namespace", "--namespace")]
    public async Task What_contradicts_itself_is_refused(string options, string says)
    {
        var run = await TestCli.OfAsync(["ps", "cart-0", .. options.Split(' ')]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }
}
