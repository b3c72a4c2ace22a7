using System.CommandLine;
using JvmDebug.Cli.Commands;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.SelfTrace;
using JvmDebug.Diagnostics;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli;

/// <summary>Wires a command's parts by hand, from its parsed options.</summary>
internal sealed record CompositionRoot(TextWriter Stdout, TextWriter Stderr, bool IsTerminal)
{
    /// <summary>Runs <paramref name="work"/> with a connection and a progress reporter as the global options say.</summary>
    public async Task RunInClusterAsync(ParseResult parsed, Func<DebugSessionFactory, IProgressReporter, Task> work)
    {
        await using var trace = await SelfTracing.StartAsync(parsed.GetValue(GlobalOptions.SelfTrace), Stderr);
        using var progress = new TracedProgress(Progress(parsed));
        using var cluster = ClusterConnection.Open(GlobalOptions.ToClusterOptions(parsed));
        await work(new DebugSessionFactory(cluster, progress), progress);
    }

    private IClosableProgress Progress(ParseResult parsed) =>
        parsed.GetValue(GlobalOptions.Quiet)
            ? new WarningsOnly(Stderr)
            : IsTerminal ? new TerminalProgress(Stderr) : new PlainProgress(Stderr);
}
