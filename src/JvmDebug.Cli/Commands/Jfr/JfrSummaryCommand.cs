using System.CommandLine;
using JvmDebug.Cli.Output;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrSummaryCommand : Command
{
    private readonly Argument<FileInfo[]> _files = new("FILE") { Description = "Recordings on this machine.", Arity = ArgumentArity.OneOrMore };

    public JfrSummaryCommand(CompositionRoot composition)
        : base("summary", "Says what is in a recording: span, chunks, events by type, hot methods. No cluster, no JDK.")
    {
        Add(_files);
        SetAction(async (parsed, cancellationToken) =>
        {
            var summaries = parsed.GetRequiredValue(_files).Select(file => (file.FullName, RecordingSummaryReader.Read(file.FullName, cancellationToken))).ToList();
            await composition.Stdout.WriteAsync(parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json ? JsonOutput.Summaries(summaries) : TextOutput.Summaries(summaries));
            return (int)ExitCode.Ok;
        });
    }
}
