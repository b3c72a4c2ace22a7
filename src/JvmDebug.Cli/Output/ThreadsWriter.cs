using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Cli.Output;

/// <summary>Puts the analysis of thread dumps on standard output, for a person, a program or a browser.</summary>
internal sealed class ThreadsWriter(AppConsole console)
{
    public const string ReportName = "report.html";

    /// <summary>Writes <c>analysis.json</c> and <c>report.html</c> beside the dumps.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void WriteBundle(ThreadsReport report, string directory)
    {
        using (var analysis = new StreamWriter(PrivateFile.Create(Path.Combine(directory, "analysis.json"))))
        {
            analysis.Write(ThreadsJson.Of(report));
        }

        using var page = new StreamWriter(PrivateFile.Create(Path.Combine(directory, ReportName)));
        ThreadsHtml.Write(report, page);
    }

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
