namespace JvmDebug.Cli.Commands;

/// <summary>A command that contacts no cluster: its help does not offer the options of one.</summary>
internal interface IOffCluster;
