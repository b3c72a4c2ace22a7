using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Hosting;

/// <summary>The kubectl of this machine, 1.32 or newer; a test that needs it says so where there is none.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    private const int OldestMinor = 32;

    public static async Task RequireAsync(CancellationToken cancellationToken)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "kubectl")));
        Assert.SkipUnless(found, "There is no kubectl on the PATH.");
        var version = await Cli.Wrap("kubectl").WithArguments(["version", "--client", "-o", "json"]).ExecuteBufferedAsync(cancellationToken);
        var minor = JsonNode.Parse(version.StandardOutput).Text("clientVersion", "minor")!.TrimEnd('+');
        Assert.SkipUnless(int.Parse(minor, System.Globalization.CultureInfo.InvariantCulture) >= OldestMinor, $"The kubectl on the PATH is 1.{minor}; this needs 1.{OldestMinor}.");
    }

    /// <summary>Standard output of a command that must succeed.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await TryAsync(cancellationToken, arguments);
        Assert.True(result.IsSuccess, $"kubectl {string.Join(' ', arguments)}: exit code {result.ExitCode}\n{result.StandardError}");
        return result.StandardOutput;
    }

    public Task<BufferedCommandResult> TryAsync(CancellationToken cancellationToken, params string[] arguments) => TryAsync("", "true", cancellationToken, arguments);

    /// <param name="webSockets">False for the older of kubectl's two exec protocols, SPDY.</param>
    public async Task<BufferedCommandResult> TryAsync(string input, string webSockets, CancellationToken cancellationToken, params string[] arguments) =>
        await Cli.Wrap("kubectl")
            .WithArguments(arguments)
            .WithEnvironmentVariables(e => e.Set("KUBECONFIG", kubeconfig).Set("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", webSockets))
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
}
