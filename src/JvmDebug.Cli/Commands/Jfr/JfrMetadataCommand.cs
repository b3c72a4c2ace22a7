namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrMetadataCommand : DescribedCommand, IOffCluster
{
    public JfrMetadataCommand(Handler<JfrMetadataRequest> run)
        : base("metadata", "Says which types of events a recording declares, with their fields and units. No cluster, no JDK.")
    {
        var files = RecordingArguments.Files();
        Add(files);
        this.Runs(run, parsed => new JfrMetadataRequest(parsed.GetRequiredValue(files)));
    }

    public override string Usage => "FILE ... [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples => [("the fields of one type", "jfr metadata cart.jfr | grep -A20 jdk.GarbageCollection")];
}
