namespace JvmDebug.Cli.Commands.Jfr;

/// <summary>A command whose result is a table, so that <c>-o csv</c> means something.</summary>
internal interface ICsvCommand;
