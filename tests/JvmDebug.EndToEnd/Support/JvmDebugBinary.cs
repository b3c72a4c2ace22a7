using System.Globalization;
using System.Text;
using CliWrap;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>The published native binary, as a user runs it.</summary>
internal sealed class JvmDebugBinary(ClusterFixture cluster, string workingDirectory)
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("JVMDEBUG_E2E_BINARY") is { Length: > 0 } other ? other : Repository.Artifact("bin", "jvmdebug");

    public Task<Run> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    /// <param name="interrupt">Sends SIGINT, as Ctrl+C does.</param>
    public async Task<Run> RunAsync(CancellationToken interrupt, params string[] arguments)
    {
        Assert.True(File.Exists(Path), $"{Path} is missing; 'make publish' builds it.");
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        try
        {
            var result = await Cli.Wrap(Path)
                .WithArguments(arguments)
                .WithWorkingDirectory(workingDirectory)
                .WithEnvironmentVariables(env => env.Set("KUBECONFIG", cluster.KubeConfig))
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(stdout))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(stderr))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(TestContext.Current.CancellationToken, interrupt);
            return new Run(result.ExitCode, stdout.ToString(), stderr.ToString(), result.RunTime);
        }
        catch (OperationCanceledException e) when (interrupt.IsCancellationRequested)
        {
            var exitCode = (e as CliWrap.Exceptions.CommandExecutionException)?.ExitCode;
            return new Run(exitCode ?? 130, stdout.ToString(), stderr.ToString(), TimeSpan.Zero);
        }
    }
}

internal sealed record Run(int ExitCode, string Stdout, string Stderr, TimeSpan Time)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exit {ExitCode} after {Time.TotalSeconds:0.0} s\n--- stdout\n{Stdout}\n--- stderr\n{Stderr}");
}
