using System.CommandLine;
using JvmDebug.Cli.Commands.Jfr;

namespace JvmDebug.Cli.Commands.Threads;

internal sealed class ThreadsAnalyzeCommand : DescribedCommand, IWritesHtml, IOffCluster
{
    public ThreadsAnalyzeCommand(Handler<ThreadsAnalyzeRequest> run)
        : base("analyze", "Says what thread dumps show: deadlocks, who blocks whom, pools, CPU, virtual threads. No cluster, no JDK.")
    {
        var files = new Argument<string[]>("FILE") { Description = "Dumps of jstack, jcmd or SIGQUIT, in text, JSON or a log, of one JVM or several; - for standard input.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result => RecordingArguments.RequireFiles(result, result.Tokens.Select(token => token.Value), "dumps"));
        Add(files);
        var failOn = FailOn.Option();
        Add(failOn);
        this.Runs(run, parsed => new ThreadsAnalyzeRequest(parsed.GetRequiredValue(files), parsed.GetValue(failOn) is not null));
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("one dump", "threads analyze jstack.txt"),
        ("three of one JVM: who burnt CPU between them, who did not move", "threads analyze dump-1.txt dump-2.txt dump-3.txt"),
        ("what a SIGQUIT left in a log, as a page", "threads analyze app.log -o html > threads.html"),
        ("a check for a script: exit code 7 if there is a deadlock", "threads analyze jstack.txt --fail-on deadlock -q"),
    ];
}
