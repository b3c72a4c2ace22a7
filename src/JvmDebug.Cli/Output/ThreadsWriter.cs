namespace JvmDebug.Cli.Output;

/// <summary>Puts the analysis of thread dumps on standard output, for a person, a program or a browser.</summary>
internal sealed class ThreadsWriter(AppConsole console)
{
    public void Write(ThreadsReport report, OutputFormat format)
    {
        switch (format)
        {
            case OutputFormat.Json:
                console.Stdout.Write(ThreadsJson.Of(report));
                break;
            case OutputFormat.Html:
                ThreadsHtml.Write(report, console.Stdout);
                break;
            default:
                new ThreadsText(ResultWriter.Styled(console)).Write(report);
                break;
        }
    }
}
