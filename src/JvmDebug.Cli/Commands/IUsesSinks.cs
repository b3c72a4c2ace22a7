namespace JvmDebug.Cli.Commands;

/// <summary>A command that may speak to a sink that its arguments do not name.</summary>
internal interface IUsesSinks;
