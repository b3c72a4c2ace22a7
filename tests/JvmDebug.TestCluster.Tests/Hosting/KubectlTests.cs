using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Tests.Node;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Hosting;

/// <summary>A stock kubectl, used as anybody would, against real containers.</summary>
public sealed class KubectlTests(ClusterHostFixture fixture) : IDisposable
{
    private static int _count;
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-kubectl-").FullName;
    private readonly string _name = $"kubectl-{Interlocked.Increment(ref _count)}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 120000)]
    public async Task Apply_creates_and_changes_and_get_shows_and_delete_waits_for_the_end()
    {
        var kubectl = await StartAsync();

        Assert.Contains("unchanged", await ApplyAsync(kubectl, "v1"), StringComparison.Ordinal);
        Assert.Contains("configured", await ApplyAsync(kubectl, "v2"), StringComparison.Ordinal);
        var table = await kubectl.RunAsync(Cancellation, "get", "pods", "-l", "version=v2");
        Assert.Matches($@"^NAME +READY +STATUS +RESTARTS +AGE *\n{_name} +1/1 +Running +0 +[0-9]+s *\n$", table);
        Assert.Contains("Started", await kubectl.RunAsync(Cancellation, "describe", "pod", _name), StringComparison.Ordinal);

        Assert.Contains("deleted", await kubectl.RunAsync(Cancellation, "delete", "pod", _name), StringComparison.Ordinal);
        var gone = await kubectl.TryAsync(Cancellation, "get", "pod", _name);
        Assert.Equal((1, $"Error from server (NotFound): pods \"{_name}\" not found"), (gone.ExitCode, gone.StandardError.Trim()));
    }

    [Theory(Timeout = 120000)]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Exec_passes_input_output_and_the_exit_code_over_either_protocol(string webSockets)
    {
        var kubectl = await StartAsync();

        var result = await kubectl.TryAsync("from here", webSockets, Cancellation, "exec", "-i", _name, "--", "sh", "-c", "cat; echo problem >&2; exit 3");

        Assert.Equal((3, "from here"), (result.ExitCode, result.StandardOutput));
        Assert.Contains("problem", result.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120000)]
    public async Task Cp_brings_a_file_in_and_out_unchanged()
    {
        var kubectl = await StartAsync();
        var there = Path.Combine(_directory, "there");
        var back = Path.Combine(_directory, "back");
        await File.WriteAllBytesAsync(there, RandomNumberGenerator.GetBytes(8_000_000), Cancellation);

        await kubectl.RunAsync(Cancellation, "cp", there, $"{_name}:/tmp/file");
        await kubectl.RunAsync(Cancellation, "cp", $"{_name}:/tmp/file", back);

        Assert.Equal(await File.ReadAllBytesAsync(there, Cancellation), await File.ReadAllBytesAsync(back, Cancellation));
    }

    [Fact(Timeout = 120000)]
    public async Task Logs_show_what_the_container_wrote()
    {
        var kubectl = await StartAsync();

        Assert.Equal("one\ntwo\n", await kubectl.RunAsync(Cancellation, "logs", _name));
        Assert.Equal("two\n", await kubectl.RunAsync(Cancellation, "logs", _name, "--tail=1"));
    }

    [Fact(Timeout = 120000)]
    public async Task Debug_puts_a_container_beside_its_target_and_sees_its_processes()
    {
        var kubectl = await StartAsync();

        await kubectl.RunAsync(
            Cancellation, "debug", _name, "--image", TinyImage.Busybox, "--image-pull-policy=IfNotPresent", "--target=app", "-c", "debugger", "--profile=restricted",
            $"--custom={Custom()}", "--", "sleep", "600");
        await kubectl.RunAsync(
            Cancellation, "wait", $"pod/{_name}", "--for=jsonpath={.status.ephemeralContainerStatuses[0].state.running}", "--timeout=30s");

        var processes = await kubectl.RunAsync(Cancellation, "exec", _name, "-c", "debugger", "--", "ps", "-o", "pid,args");
        Assert.Matches(@"(?m)^ +1 sh -c echo one", processes);
        Assert.Contains("sleep 600", processes, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120000)]
    public async Task Create_makes_a_Secret_whose_bytes_come_back()
    {
        await Kubectl.RequireAsync(Cancellation);
        var kubectl = new Kubectl((await fixture.ClusterAsync(Cancellation)).KubeconfigPath);
        await kubectl.RunAsync(Cancellation, "create", "namespace", _name);
        await kubectl.RunAsync(Cancellation, "create", "secret", "generic", "door", "-n", _name, "--from-literal=PASSWORD=sésame");

        var secret = await kubectl.RunAsync(Cancellation, "get", "secret", "door", "-n", _name, "-o", "jsonpath={.data.PASSWORD}");

        Assert.Equal(Convert.ToBase64String("sésame"u8), secret);
    }

    [Fact(Timeout = 120000)]
    public async Task Create_and_auth_make_an_account_that_may_do_one_thing_only()
    {
        await Kubectl.RequireAsync(Cancellation);
        var kubectl = new Kubectl((await fixture.ClusterAsync(Cancellation)).KubeconfigPath);
        await kubectl.RunAsync(Cancellation, "create", "namespace", _name);
        await kubectl.RunAsync(Cancellation, "create", "serviceaccount", "reader", "-n", _name);
        await kubectl.RunAsync(Cancellation, "create", "role", "reader", "-n", _name, "--verb=get,list", "--resource=pods");
        await kubectl.RunAsync(Cancellation, "create", "rolebinding", "reader", "-n", _name, "--role=reader", $"--serviceaccount={_name}:reader");
        var token = (await kubectl.RunAsync(Cancellation, "create", "token", "reader", "-n", _name)).Trim();

        var account = $"system:serviceaccount:{_name}:reader";
        Assert.Contains(account, await kubectl.RunAsync(Cancellation, "auth", "whoami", "--as", account), StringComparison.Ordinal);
        Assert.Equal("yes", (await kubectl.RunAsync(Cancellation, "auth", "can-i", "list", "pods", "-n", _name, "--as", account)).Trim());
        Assert.Equal("no", (await kubectl.TryAsync(Cancellation, "auth", "can-i", "create", "pods/exec", "-n", _name, "--as", account)).StandardOutput.Trim());

        var config = Path.Combine(_directory, "token.kubeconfig");
        await File.WriteAllTextAsync(config, (await fixture.ClusterAsync(Cancellation)).KubeconfigFor(_name, "reader", TimeSpan.FromMinutes(10)), Cancellation);
        await new Kubectl(config).RunAsync(Cancellation, "get", "pods", "-n", _name);
        Assert.Equal(3, token.Split('.').Length);
    }

    private async Task<Kubectl> StartAsync()
    {
        await Kubectl.RequireAsync(Cancellation);
        var kubectl = new Kubectl((await fixture.ClusterAsync(Cancellation)).KubeconfigPath);
        await ApplyAsync(kubectl, "v1");
        await kubectl.RunAsync(Cancellation, "wait", $"pod/{_name}", "--for=condition=Ready", "--timeout=60s");
        return kubectl;
    }

    private async Task<string> ApplyAsync(Kubectl kubectl, string version)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = _name, ["labels"] = new JsonObject { ["version"] = version } },
            ["spec"] = new JsonObject
            {
                ["terminationGracePeriodSeconds"] = 1,
                ["containers"] = new JsonArray(new JsonObject
                {
                    ["name"] = "app",
                    ["image"] = TinyImage.Busybox,
                    ["command"] = new JsonArray("sh", "-c", "echo one; echo two; while :; do sleep 1; done"),
                    ["securityContext"] = new JsonObject { ["runAsUser"] = 65532 },
                }),
            },
        };
        var manifest = Path.Combine(_directory, "pod.json");
        await File.WriteAllTextAsync(manifest, pod.ToJsonString(), Cancellation);
        return await kubectl.RunAsync(Cancellation, "apply", "-f", manifest);
    }

    // The profile makes the container non-root, and the image does not say which user that could be.
    private string Custom()
    {
        var file = Path.Combine(_directory, "custom.json");
        File.WriteAllText(file, new JsonObject { ["securityContext"] = new JsonObject { ["runAsUser"] = 65532 } }.ToJsonString());
        return file;
    }
}
