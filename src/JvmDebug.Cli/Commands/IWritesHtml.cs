namespace JvmDebug.Cli.Commands;

/// <summary>A command that takes <c>-o html</c>.</summary>
internal interface IWritesHtml;
