namespace JvmDebug.Cli.Commands;

internal sealed class JcmdCommand : DescribedCommand
{
    /// <param name="diagnosticCommand">The words after <c>--</c>; null if there is none. The parser never sees them.</param>
    public JcmdCommand(Handler<JcmdRequest> run, IReadOnlyList<string>? diagnosticCommand)
        : base("jcmd", "Runs a diagnostic command in the JVM, under its own uid and gid.")
    {
        var target = new TargetOptions(this, dryRun: true);
        var patience = new PatienceOption();
        Validators.Add(result =>
        {
            if (diagnosticCommand is null or [])
            {
                result.AddError("Put -- and a diagnostic command at the end: jcmd TARGET -- VM.version");
            }
            else if (diagnosticCommand.FirstOrDefault(word => word.Any(char.IsControl)) is { } word)
            {
                // HotSpot runs each line as a command of its own, and its answer is that of all.
                result.AddError($"The word '{string.Concat(word.Select(c => char.IsControl(c) ? '?' : c))}' of the diagnostic command has a control character in it; a line feed would begin another command. Run one after the other.");
            }
        });
        Add(patience);
        this.Runs(run, parsed => new JcmdRequest(target.ToTarget(parsed), diagnosticCommand!, parsed.GetValue(patience)));
    }

    public override string Usage => "TARGET [options] -- DCMD [ARGUMENT ...]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("what the JVM can do", "jcmd cart-0 -- help"),
        ("every flag it runs with", "jcmd cart-0 -- VM.flags -all"),
        ("the same of every pod of a Deployment", "jcmd deploy/cart --all -- GC.heap_info"),
        ("threads with their locks, as a file", "jcmd sts/cart --any -q -- Thread.print -l > threads.txt"),
    ];
}
